using AiGateway.Core.Money;
using AiGateway.Core.Usage;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Telemetry;

namespace AiGateway.Edge.Pipeline.Accounting;

/// <summary>What is left of a call when it has ended: what it used of its limits, and its record.</summary>
internal static class CallAccount
{
    /// <summary>Settles what was reserved. A call no provider ever saw costs nobody anything.</summary>
    public static void Close(Exchange call, Usd? cost, long nowMs)
    {
        if (call.ReachedProvider)
            call.Admission.Settle(Estimates.Used(call, call.AllTokens, cost), call.Outcome == CallOutcome.Ok ? Estimates.OutputOfOne(call, call.AllTokens) : null, nowMs);
        else
            call.Admission.Release(nowMs);
    }

    /// <param name="call">The call.</param>
    /// <param name="cost">What it cost; null when that is not known.</param>
    /// <param name="status">HTTP status that it ended with.</param>
    /// <param name="sinceTicks">From when its times count, monotonic.</param>
    /// <param name="story">How it came to that; null for nothing to tell.</param>
    /// <param name="time">The time.</param>
    public static UsageRecord Record(Exchange call, Usd? cost, int status, long sinceTicks, CallStory? story, TimeProvider time) => new()
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
        FirstTokenMs = call.FirstTokenTicks is { } ticks ? time.GetElapsedTime(sinceTicks, ticks).TotalMilliseconds : null,
        TotalMs = time.GetElapsedTime(sinceTicks).TotalMilliseconds,
        Outcome = call.Outcome,
        Status = status,
        Shadow = call.IsShadow ? true : null,
        Story = story,
    };
}
