using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pipeline;
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
        var now = time.MonotonicMs();
        if (call.ReachedProvider)
            call.Admission.Settle(Estimates.Used(call, call.Tokens, cost), failure is null ? Estimates.OutputOfOne(call, call.Tokens) : null, now);
        else
            call.Admission.Release(now);

        // From sending it: how long it waited is nothing to compare.
        var total = time.GetElapsedTime(call.AttemptTicks);
        var first = call.FirstTokenTicks is { } ticks ? time.GetElapsedTime(call.AttemptTicks, ticks) : (TimeSpan?)null;
        settle.Record(new UsageRecord
        {
            CallId = call.CallId,
            StartedAtMs = call.StartedAtMs,
            Consumer = call.Consumer.Id,
            Asked = call.Scan.Model,
            Model = call.Route.ModelId,
            Operation = OperationNames.Of(call.Operation),
            Provider = call.LastAttempt?.Provider.Id,
            TargetModel = call.LastAttempt?.Hop.Model,
            Key = call.LastAttempt?.Key?.Id,
            Attempts = call.Attempts,
            Streamed = call.Scan.Stream,
            Tokens = call.Tokens,
            CostNanos = cost?.Nanos,
            FirstTokenMs = first?.TotalMilliseconds,
            TotalMs = total.TotalMilliseconds,
            Outcome = call.Outcome,
            Status = failure?.Status ?? StatusCodes.Status200OK,
            Shadow = true,
        });
        metrics.Ended(call, failure, total.TotalSeconds, first?.TotalSeconds, cost);
    }

    private static CallOutcome OutcomeOf(Exchange call, UpstreamFailure? failure) => failure switch
    {
        null => CallOutcome.Ok,
        { BlamesRequest: true } => CallOutcome.ClientError,
        _ when call.FirstTokenTicks is not null => CallOutcome.Interrupted,
        _ => CallOutcome.UpstreamError,
    };
}
