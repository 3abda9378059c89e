using System.Runtime.CompilerServices;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Telemetry;

namespace AiGateway.Edge.Pipeline.Limits;

/// <summary>
/// Keeps calls within the limits on single targets of a split. A call whose target has no room goes to another one, and is
/// refused only when none is left.
/// </summary>
internal sealed class TargetCaps(LeaseAgent leases, Estimates estimates, Router router, GatewayMetrics metrics, TimeProvider time)
{
    /// <summary>So long an owner is waited for while another target can take the call.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes what the call needs of its target, or leads it to one that has it.</summary>
    /// <returns>What to tell the caller when there is none; null when there is.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<OpenAiError?> Take(Exchange call)
    {
        FullTarget? soonest = null;
        ulong full = 0;
        while (call.Route.Hops[0] is { Target.Limited: { } cap } target)
        {
            if (await Take(call, target, cap, full) is not { } why)
                return null;
            soonest = FullTarget.Sooner(soonest, why);
            metrics.TargetFull(call, target.Target);
            if (call.Consumer.Explain)
                (call.Failed ??= []).Add(($"{target.Target.Provider.Id}/{target.Model}", "limit_reached"));
            // What only one account can read has nowhere else to go.
            if (call.Stays || call.Pinned is not null || !router.Pass(call, ref full))
                return soonest.Value.Error;
        }
        return null;
    }

    /// <returns>Why the target does not take it; null when it does.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FullTarget?> Take(Exchange call, Hop target, LimitedEntity cap, ulong full)
    {
        if (estimates.Unpriced(call, cap, target) is not null)
            return new FullTarget(cap, target, null, Unpriced: true);
        var lease = leases.For(cap);
        var demand = estimates.Demand(call, cap, lease, out var output, target);
        AdmitResult? result = lease.TryTake(demand, cap);
        if (result is { Outcome: AdmitOutcome.NeedsLease })
            result = call.Stays || call.Pinned is not null || Router.IsLast(call, full) ? await lease.TakeAfterReport(demand, cap, call.Aborted) : await Ask(call, lease, demand, cap);
        switch (result)
        {
            case { Outcome: AdmitOutcome.Admitted, Reservation: var reservation }:
                call.TargetCap.Add(lease, reservation);
                call.CapOutput(output);
                return null;
            case { Outcome: AdmitOutcome.Refused, Refusal: var refusal }:
                return new FullTarget(cap, target, lease.WithReady(refusal));
            default:
                return new FullTarget(cap, target, null);
        }
    }

    private async ValueTask<AdmitResult?> Ask(Exchange call, EntityLease lease, CallDemand demand, LimitedEntity cap)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, patience.Token);
        try
        {
            return await lease.TakeAfterReport(demand, cap, either.Token);
        }
        catch (OperationCanceledException) when (!call.Aborted.IsCancellationRequested)
        {
            return null;
        }
    }
}
