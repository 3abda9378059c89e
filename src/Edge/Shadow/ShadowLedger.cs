using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Prices;
using AiGateway.Edge.Telemetry;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Shadow;

/// <summary>Closes the account of a copy that was sent: the shadow's limits, a record of its own kind, the shadow's metrics.</summary>
internal sealed class ShadowLedger(Settle settle, PriceView prices, ShadowMetrics metrics, TimeProvider time)
{
    public void Close(Exchange call, UpstreamFailure? failure)
    {
        call.Outcome = OutcomeOf(call, failure);
        var cost = CallCost.Of(call, prices);
        CallAccount.Close(call, cost, time.MonotonicMs());
        // From sending it: how long it waited is nothing to compare.
        var record = CallAccount.Record(call, cost, failure?.Status ?? StatusCodes.Status200OK, call.AttemptTicks, story: null, time);
        settle.Record(record);
        metrics.Ended(call, failure, record.TotalMs / 1_000, record.FirstTokenMs / 1_000, cost);
    }

    private static CallOutcome OutcomeOf(Exchange call, UpstreamFailure? failure) => failure switch
    {
        null => CallOutcome.Ok,
        { BlamesRequest: true } => CallOutcome.ClientError,
        _ when call.FirstTokenTicks is not null => CallOutcome.Interrupted,
        _ => CallOutcome.UpstreamError,
    };
}
