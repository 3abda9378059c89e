using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Security;
using AiGateway.Edge.Telemetry;

namespace AiGateway.Edge.Realtime;

/// <summary>
/// The way of a session: authenticate → route → admit → (select a key → connect → classify)* → pass messages. The caller's
/// handshake is answered only when a provider has let the session in, so that until then it fails with a status like any call.
/// </summary>
internal sealed class RealtimeCalls(
    CatalogView catalog, Authenticate authenticate, RevocationWatch revocations, ClientSecrets secrets, Router router, Admit admit, KeySelector keys, Accounts accounts,
    RealtimeConnect connect, RealtimeSessions sessions, Settle settle, GatewayMetrics metrics, GatewayTracing tracing, Explanation explanation, CallIds ids,
    GatewaySettings settings, TimeProvider time)
{
    /// <summary>Between signs of life, either way.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>An end that does not answer one for so long is gone. Longer than a phone takes to change networks.</summary>
    public static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(30);

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
        {
            call.Http.Response.Headers.Upgrade = "websocket";
            return RealtimeErrors.UpgradeRequired();
        }
        model ??= ticket?.Model;
        if (string.IsNullOrEmpty(model))
            return RequestErrors.MissingMember("model");
        call.Scan = new RequestScan { Operation = Operation.Realtime, Model = model, N = 1, BestOf = 1, Stream = true };
        return router.Run(call) ?? RealtimeRoute.Narrow(call) ?? ticket?.Bind(call);
    }

    private async Task Serve(Exchange call, ClientSecret? ticket)
    {
        var turns = new RealtimeTurns(call, catalog, revocations, admit, accounts, settle, ids, time);
        try
        {
            if (await admit.Run(call) is { } refusal)
            {
                await End(call, turns, CallOutcome.Limited, refusal);
                return;
            }
            var (opened, failure) = await connect.Run(call, ticket);
            if (opened is null)
                await End(call, turns, Outcome(failure), ticket is not null && failure is { Class: FailureClass.KeyDead } ? RealtimeErrors.SecretExpired() : CallerErrors.For(call, failure, keys.Outlook(call.Route)));
            else
                await Pass(call, ticket, turns, opened);
        }
        finally
        {
            // However it has come about: nothing stays reserved.
            if (!call.Settled)
                turns.End(call.Aborted.IsCancellationRequested ? CallOutcome.ClientGone : CallOutcome.UpstreamError);
        }
    }

    private async Task Pass(Exchange call, ClientSecret? ticket, RealtimeTurns turns, OpenSession opened)
    {
        using var provider = new SessionSide(opened.Socket);
        ExplainHeaders.Write(call.Http.Response.Headers, call, explanation);
        var accept = new WebSocketAcceptContext { SubProtocol = RealtimeProtocols.Answer(call.Http), KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAliveTimeout };
        using var caller = new SessionSide(await call.Http.WebSockets.AcceptWebSocketAsync(accept));
        using var session = new RealtimeSession(caller, provider, turns, Standing(call, ticket), settings.MaxFrameBytes, time);
        var load = call.LastAttempt?.View?.Load;
        load?.Begin();
        try
        {
            sessions.Add(session);
            await session.Run(opened.First, opened.FirstType, call.Aborted);
        }
        finally
        {
            sessions.Remove(session);
            load?.End();
        }
    }

    private static CallOutcome Outcome(UpstreamFailure? failure) => failure switch
    {
        { Class: FailureClass.ClientCancelled } => CallOutcome.ClientGone,
        { MovesOn: false } => CallOutcome.ClientError,
        _ => CallOutcome.UpstreamError,
    };

    /// <summary>A session may go on as long as a new one would be let in.</summary>
    private Func<RoutingTable, bool> Standing(Exchange call, ClientSecret? ticket)
    {
        var (consumer, model) = (call.Consumer.Id, call.Scan.Model);
        var digest = ticket?.MadeWith ?? authenticate.Digest(call.Http);
        return table => table.Consumers.TryGetValue(consumer, out var now) && !now.Disabled && now.Models.Allows(model)
            && table.FindConsumer(digest)?.Id == consumer;
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
