using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Security;
using AiGateway.Edge.Telemetry;

namespace AiGateway.Edge.Realtime;

/// <summary>
/// The way of a session: authenticate → route → admit → (select a key → connect → classify)* → pass messages. The caller's
/// handshake is answered only when a provider has let the session in, so that until then it fails with a status like any call.
/// </summary>
internal sealed class RealtimeCalls(
    CatalogView catalog, Authenticate authenticate, ClientSecrets secrets, Router router, Admit admit, KeySelector keys, Accounts accounts, RetryBudgets budgets,
    RealtimeUpstream upstream, RealtimeSessions sessions, KeyReporter reporter, Settle settle, GatewayMetrics metrics, GatewayTracing tracing, Explanation explanation,
    CallIds ids, GatewaySettings settings, TimeProvider time)
{
    /// <summary>Between signs of life, either way; an end that does not answer one for as long again is gone.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public async Task Run(HttpContext http, string callId, string? model)
    {
        if (catalog.Table is not { } table)
        {
            await Refuse(http, GatewayErrors.NotReady());
            return;
        }
        using var activity = tracing.StartCall(http, OperationNames.GenAi(Operation.Realtime));
        var call = new Exchange(http, Operation.Realtime, callId, table, time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp());
        try
        {
            if (Identify(call, model, out var ticket) is { } refusal)
            {
                call.Outcome = CallOutcome.ClientError;
                await Refuse(http, refusal);
            }
            else
            {
                await Serve(call, ticket);
            }
        }
        catch (OperationCanceledException) when (call.Aborted.IsCancellationRequested)
        {
            call.Outcome = CallOutcome.ClientGone;
        }
        finally
        {
            GatewayTracing.EndCall(activity, call, explanation);
        }
    }

    /// <summary>Who calls, and for which model. A client secret says both, and where it was made.</summary>
    private OpenAiError? Identify(Exchange call, string? model, out ClientSecret? ticket)
    {
        if (secrets.Find(call, out ticket) is { } unfit)
            return unfit;
        if (ticket is null && authenticate.Run(call) is { } unknown)
            return unknown;
        if (!call.Http.WebSockets.IsWebSocketRequest)
            return RealtimeErrors.UpgradeRequired();
        model ??= ticket?.Model;
        if (string.IsNullOrEmpty(model))
            return RequestErrors.MissingMember("model");
        call.Scan = new RequestScan { Operation = Operation.Realtime, Model = model, N = 1, BestOf = 1, Stream = true };
        return router.Run(call) ?? RealtimeRoute.Narrow(call) ?? ticket?.Bind(call);
    }

    private async Task Serve(Exchange call, ClientSecret? ticket)
    {
        var turns = new RealtimeTurns(call, admit, accounts, settle, ids, time);
        if (await admit.Run(call) is { } refusal)
        {
            await End(call, turns, CallOutcome.Limited, refusal);
            return;
        }
        var (opened, failure) = await Connect(call, ticket);
        if (opened is null)
        {
            await End(call, turns, failure is { Class: FailureClass.ClientCancelled } ? CallOutcome.ClientGone : CallOutcome.UpstreamError, CallerErrors.For(call, failure, keys.Outlook(call.Route)));
            return;
        }
        using var provider = new SessionSide(opened.Socket);
        ExplainHeaders.Write(call.Http.Response.Headers, call, explanation);
        var accept = new WebSocketAcceptContext { SubProtocol = RealtimeProtocols.Answer(call.Http), KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive };
        using var caller = new SessionSide(await call.Http.WebSockets.AcceptWebSocketAsync(accept));
        using var session = new RealtimeSession(caller, provider, turns, Standing(call, ticket), settings.MaxFrameBytes);
        call.LastAttempt?.View?.Load.Begin();
        sessions.Add(session);
        try
        {
            await session.Run(opened.First, call.Aborted);
        }
        finally
        {
            sessions.Remove(session);
            call.LastAttempt?.View?.Load.End();
        }
    }

    private async Task<(OpenSession? Opened, UpstreamFailure? Failure)> Connect(Exchange call, ClientSecret? ticket)
    {
        var hops = new Hops(call, keys, accounts, budgets, settings);
        while (await hops.Next() is { } attempt)
        {
            call.Begin(attempt, time.GetTimestamp());
            var (opened, failed) = await upstream.Open(call, attempt, ticket?.Upstream);
            var failure = failed?.Hiding(attempt.Key?.Secret);
            Report(attempt, failure);
            if (opened is not null)
            {
                call.ReachedProvider = call.ReachedTarget = true;
                return (opened, null);
            }
            accounts.Settle(call, reached: false, answered: false);
            call.LastFailure = failure;
            (call.Failed ??= []).Add((attempt.Key?.Id ?? attempt.Provider.Id, failure!.ReasonCode));
            if (!failure.MovesOn)
                break;
            hops.Failed(failure);
        }
        return (null, call.LastFailure);
    }

    private void Report(Attempt attempt, UpstreamFailure? failure)
    {
        if (attempt.View is not { } view)
            return;
        if (attempt.Probe is { } probe)
            reporter.Probed(view, probe, attempt.Hop.Model, failure);
        else if (failure is not null)
            reporter.Failed(view, attempt.Hop.Model, failure);
        else
            KeyReporter.Succeeded(view, attempt.Hop.Model);
    }

    /// <summary>A session may go on as long as a new one would be let in.</summary>
    private Func<RoutingTable, bool> Standing(Exchange call, ClientSecret? ticket)
    {
        var (consumer, model) = (call.Consumer.Id, call.Scan.Model);
        Digest256? digest = ticket is null ? authenticate.Digest(call.Http) : null;
        return table => table.Consumers.TryGetValue(consumer, out var now) && !now.Disabled && now.Models.Allows(model)
            && (digest is not { } key || table.FindConsumer(key)?.Id == consumer);
    }

    private async Task End(Exchange call, RealtimeTurns turns, CallOutcome outcome, OpenAiError error)
    {
        (call.Outcome, call.Status) = (outcome, error.Status);
        turns.End(outcome);
        ExplainHeaders.Write(call.Http.Response.Headers, call, explanation);
        await ErrorResponse.WriteAsync(call.Http, error);
    }

    private Task Refuse(HttpContext http, OpenAiError error)
    {
        metrics.Rejected(error.Status);
        return ErrorResponse.WriteAsync(http, error);
    }
}
