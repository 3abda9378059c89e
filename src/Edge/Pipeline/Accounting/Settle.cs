using AiGateway.Core.Limits;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Prices;
using AiGateway.Edge.Telemetry;
using AiGateway.Edge.Usage;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Pipeline.Accounting;

/// <summary>Closes a call's account, exactly once and on every way out: the reservation, the record, the metrics.</summary>
internal sealed partial class Settle(UsageJournal journal, PriceView prices, Explanation explanation, GatewayMetrics metrics, TimeProvider time, ILogger<Settle> logger)
{
    public void Run(Exchange call)
    {
        if (call.Settled)
            return;
        call.Settled = true;
        var cost = CallCost.Of(call, prices);
        CallAccount.Close(call, cost, time.MonotonicMs());
        SettleTarget(call);

        var status = call.Outcome == CallOutcome.ClientGone ? StatusCodes.Status499ClientClosedRequest : call.Status;
        var record = CallAccount.Record(call, cost, status, call.StartedTicks, CallStories.Of(call, call.StartedTicks, explanation, time), time);
        Record(record);
        metrics.Finished(call, record.TotalMs / 1_000, record.Story?.SentMs / 1_000, record.FirstTokenMs / 1_000, cost, time);
    }

    /// <summary>A target's own limits count what was asked of it and what it answered, and nothing of what a fallback did.</summary>
    private void SettleTarget(Exchange call)
    {
        if (call.TargetCap.First is null)
            return;
        if (!call.ReachedTarget)
        {
            call.TargetCap.Release(time.MonotonicMs());
            return;
        }
        var target = call.Route.Hops[0];
        var last = ReferenceEquals(call.LastAttempt?.Hop, target);
        var tokens = last ? call.Tokens : default;
        foreach (var part in call.Partial?.Parts ?? [])
            tokens = part.IsOf(target) ? tokens.And(part.Tokens) : tokens;
        var cost = CallCost.Of(call, prices, target);
        call.TargetCap.Settle(
            last ? Estimates.Used(call, tokens, cost) : new CallDemand(tokens.Total, cost?.Nanos ?? 0),
            last && call.Outcome == CallOutcome.Ok ? Estimates.OutputOfOne(call, tokens) : null, time.MonotonicMs());
    }

    /// <summary>A disk that takes nothing costs the record, not the answer: its error would pass for the provider's.</summary>
    public void Record(UsageRecord record)
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
