using AiGateway.Core.Usage;
using AiGateway.Edge.Telemetry;
using AiGateway.Edge.Usage;

namespace AiGateway.Edge.Pipeline;

/// <summary>Closes a call's account, exactly once and on every way out: the reservation, the record, the metrics.</summary>
internal sealed class Settle(UsageJournal journal, GatewayMetrics metrics, TimeProvider time)
{
    public void Run(Exchange call)
    {
        if (call.Settled)
            return;
        call.Settled = true;
        if (call.Lease is { } lease)
        {
            // A call no provider ever saw costs its consumer nothing.
            if (call.ReachedProvider)
                lease.Wallet.Settle(call.Reservation, call.Tokens.Total);
            else
                lease.Wallet.Release(call.Reservation);
        }

        var total = time.GetElapsedTime(call.StartedTicks);
        var first = call.FirstTokenTicks is { } ticks ? time.GetElapsedTime(call.StartedTicks, ticks) : (TimeSpan?)null;
        journal.Append(new UsageRecord
        {
            CallId = call.CallId,
            StartedAtMs = call.StartedAtMs,
            Consumer = call.Consumer.Id,
            Model = call.Route.ModelId,
            Operation = OperationNames.Of(call.Operation),
            Provider = call.LastAttempt?.Provider.Id,
            TargetModel = call.LastAttempt?.Hop.Model,
            Key = call.LastAttempt?.Key?.Id,
            Attempts = call.Attempts,
            Streamed = call.Scan.Stream,
            Tokens = call.Tokens,
            FirstTokenMs = first?.TotalMilliseconds,
            TotalMs = total.TotalMilliseconds,
            Outcome = call.Outcome,
            Status = call.Outcome == CallOutcome.ClientGone ? StatusCodes.Status499ClientClosedRequest : call.Status,
        });
        metrics.Finished(call, total.TotalSeconds, first?.TotalSeconds);
    }
}
