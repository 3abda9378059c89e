using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Limits;

namespace AiGateway.Edge.Shadow;

/// <summary>Keeps copies within the shadow's own limits. A copy waits for a place among those under way, and for nothing else.</summary>
internal sealed class ShadowPermits(LeaseAgent leases, Estimates estimates, TimeProvider time)
{
    private const long ShortestWaitMs = 50;

    private const long LongestWaitMs = 1_000;

    /// <returns>Why the copy is not sent; null when it holds what it needs.</returns>
    public async ValueTask<ShadowDrop?> Take(Exchange call, LimitedEntity? limited, CancellationToken stop)
    {
        if (limited is null)
            return null;
        if (estimates.Unpriced(call, limited) is not null)
            return ShadowDrop.PriceUnknown;
        var lease = leases.For(limited);
        var demand = estimates.Demand(call, limited, lease, out var output);
        while (true)
        {
            AdmitResult? result = lease.TryTake(demand, limited);
            if (result is { Outcome: AdmitOutcome.NeedsLease })
                result = await lease.TakeAfterReport(demand, limited, stop);
            switch (result)
            {
                case { Outcome: AdmitOutcome.Admitted, Reservation: var reservation }:
                    call.Admission.Add(lease, reservation);
                    call.CapOutput(output);
                    return null;
                case { Outcome: AdmitOutcome.Refused, Refusal: { Dimension: LimitDimension.Concurrent, RetryAfterMs: var ms } }:
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(ms, ShortestWaitMs, LongestWaitMs)), time, stop);
                    break;
                case { Outcome: AdmitOutcome.Refused }:
                    return ShadowDrop.Limit;
                default:
                    return ShadowDrop.LimitUnknown;
            }
        }
    }
}
