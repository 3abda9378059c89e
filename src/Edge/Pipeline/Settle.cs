using AiGateway.Core.Money;
using AiGateway.Core.Usage;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Prices;
using AiGateway.Edge.Telemetry;
using AiGateway.Edge.Usage;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Pipeline;

/// <summary>Closes a call's account, exactly once and on every way out: the reservation, the record, the metrics.</summary>
internal sealed partial class Settle(UsageJournal journal, PriceView prices, GatewayMetrics metrics, TimeProvider time, ILogger<Settle> logger)
{
    public void Run(Exchange call)
    {
        if (call.Settled)
            return;
        call.Settled = true;
        var cost = CostOf(call);
        // A call no provider ever saw costs its consumer nothing.
        if (call.ReachedProvider)
            call.Admission.Settle(Estimates.Used(call, call.AllTokens, cost), call.Outcome == CallOutcome.Ok ? Estimates.OutputOfOne(call, call.AllTokens) : null, time.MonotonicMs());
        else
            call.Admission.Release(time.MonotonicMs());

        var total = time.GetElapsedTime(call.StartedTicks);
        var first = call.FirstTokenTicks is { } ticks ? time.GetElapsedTime(call.StartedTicks, ticks) : (TimeSpan?)null;
        Record(new UsageRecord
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
            Tokens = call.AllTokens,
            CostNanos = cost?.Nanos,
            FirstTokenMs = first?.TotalMilliseconds,
            TotalMs = total.TotalMilliseconds,
            Outcome = call.Outcome,
            Status = call.Outcome == CallOutcome.ClientGone ? StatusCodes.Status499ClientClosedRequest : call.Status,
        });
        metrics.Finished(call, total.TotalSeconds, first?.TotalSeconds, cost);
    }

    /// <summary>By the prices of this moment. A call that was refused or failed without an answer costs nothing, whatever the price.</summary>
    /// <returns>Null when the price is not known.</returns>
    private Usd? CostOf(Exchange call)
    {
        if (call.LastAttempt is not { } attempt || (call.Outcome != CallOutcome.Ok && call.AllTokens.Total == 0))
            return default(Usd);
        var cost = CostOf(attempt.Provider.Id, attempt.Hop.Model, call.Tokens);
        foreach (var part in call.Partial?.Parts ?? [])
            cost += CostOf(part.Provider, part.Model, part.Tokens);
        return cost;
    }

    private Usd? CostOf(string provider, string model, in TokenUsage tokens) =>
        prices.List.Find(provider, model) is { } price ? Pricing.CostOf(tokens, price) : null;

    /// <summary>A disk that takes nothing costs the record, not the answer: its error would pass for the provider's.</summary>
    private void Record(UsageRecord record)
    {
        try
        {
            journal.Append(record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogLost(logger, record.CallId, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The usage record of call {CallId} could not be written and is lost: {Reason}")]
    private static partial void LogLost(ILogger logger, string callId, string reason);
}
