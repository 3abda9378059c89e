using AiGateway.Core.Health;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Grains.Cluster;
using Route = AiGateway.Edge.Pipeline.Route;

namespace AiGateway.Edge.Shadow;

/// <summary>
/// Sends a copy, once: no retry, no fallback, no probe. Of what goes wrong only that its key is refused or its account empty is
/// told to the key's owner: every call would find the same. The rest is for callers' calls to judge keys by.
/// </summary>
internal sealed class ShadowCalls(
    CatalogView catalog, ShadowPermits permits, ShadowKeys keys, Accounts accounts, Forward forward, ShadowReader reader, ShadowLedger ledger, KeyReporter reporter,
    TimeProvider time)
{
    /// <summary>Goes by the catalog of this moment, so that a shadow or a consent that was taken back ends copies that still wait.</summary>
    public async ValueTask<ShadowStart> Prepare(ShadowCopy copy, CancellationToken stop)
    {
        if (catalog.Table is not { } table || !table.Models.TryFind(copy.Asked, out var match) || match.Value is not { Shadow: { } shadow } || match.Value.Spec.Id != copy.ModelId
            || !table.Consumers.TryGetValue(copy.Consumer, out var consumer) || consumer is not { Shadow: true, Disabled: false })
            return ShadowDrop.Stopped;
        var hop = new Hop(shadow.Target, shadow.Target.ModelFor(match.Star(copy.Asked)));
        if (hop.Model.Length == 0)
            return ShadowDrop.NoKey;

        var body = new PooledBody(copy.Body.Length);
        var call = New(copy, table, consumer, body, new Route(copy.ModelId, shadow.Timeouts, 1, [hop], null) { Shadow = shadow }, stop);
        var ready = false;
        try
        {
            if (!ShadowBody.TryWrite(copy.Body.Span, copy.Operation, body) || !RequestScan.TryRead(body.Span, copy.Operation, out var scan, out _, copy.Path))
                return ShadowDrop.Stateful;
            call.Scan = scan;
            if (await permits.Take(call, shadow.Limited, stop) is { } why)
                return why;
            if (await keys.Choose(call, hop) is not { } attempt)
                return ShadowDrop.NoKey;
            ready = true;
            return new ShadowStart(call, attempt, default);
        }
        finally
        {
            if (!ready)
            {
                call.Admission.Release(time.MonotonicMs());
                body.Dispose();
            }
        }
    }

    /// <summary>Sends what was prepared, and closes its account whatever becomes of it.</summary>
    /// <returns>What went wrong; null when nothing did.</returns>
    public async Task<UpstreamFailure?> Make(Exchange call, Attempt attempt, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(call.Route.Shadow!.Spec.TimeoutMs), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        call.Http.RequestAborted = either.Token;
        call.Begin(attempt, time.GetTimestamp());
        attempt.View?.Load.Begin();
        UpstreamFailure? failure = FailureClassifier.Transport(TransportFault.Reset);
        try
        {
            failure = await Ask(call, attempt);
            if (failure is { Class: FailureClass.ClientCancelled } && deadline.IsCancellationRequested)
                failure = FailureClassifier.Transport(call.FirstTokenTicks is null ? TransportFault.FirstTokenTimeout : TransportFault.IdleTimeout);
        }
        finally
        {
            attempt.View?.Load.End();
            accounts.Settle(call, call.ReachedProvider, failure is null || call.FirstTokenTicks is not null);
            ledger.Close(call, failure);
            call.Body.Dispose();
        }
        if (attempt.View is { } view && failure is { Class: FailureClass.KeyDead or FailureClass.KeyBilling, UnfitsEdge: false })
            reporter.Failed(view, attempt.Hop.Model, failure);
        return failure;
    }

    private async ValueTask<UpstreamFailure?> Ask(Exchange call, Attempt attempt)
    {
        using var answer = await forward.Run(call, attempt);
        call.ReachedProvider = answer.Reached;
        return (await forward.Failure(call, answer) ?? await reader.Read(call, answer))?.Hiding(attempt.Key?.Secret);
    }

    /// <summary>A call without a caller: of the caller's headers none goes to the second provider.</summary>
    private Exchange New(ShadowCopy copy, RoutingTable table, ConsumerEntry consumer, PooledBody body, Route route, CancellationToken stop)
    {
        var http = new DefaultHttpContext { RequestAborted = stop };
        http.Request.Method = HttpMethods.Post;
        return new Exchange(http, copy.Operation, copy.CallId, table, time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp())
        {
            IsShadow = true,
            Path = copy.Path,
            Consumer = consumer,
            Body = body,
            Route = route,
            Conversation = copy.Conversation ?? Conversation.None,
        };
    }
}
