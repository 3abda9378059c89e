using AiGateway.Core.Health;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Pipeline.Sending;

namespace AiGateway.Edge.Pipeline.Routing;

/// <summary>
/// Tells a model's ramp how the target did that the split chose for a call. A call counts once, by its first attempt there: what
/// other keys and targets mend later does not make the target better.
/// </summary>
internal static class RampTrial
{
    /// <summary>A key that is over a limit is told at the most such a time; what takes longer is no matter of waiting, ms.</summary>
    private const long PassingMs = UpstreamFailure.LongestThrottleMs;

    /// <summary>The first attempt is over.</summary>
    public static void Ended(Exchange call, Attempt attempt, UpstreamFailure? failure, KeySelector keys, TimeProvider time)
    {
        if (call.Lane is not { } lane)
            return;
        if (!ReferenceEquals(attempt.Hop, call.Route.Hops[0]))
        {
            NotTried(call, keys);
            return;
        }
        call.Lane = null;
        if (failure is null)
        {
            var firstMs = call.Scan.Stream && call.FirstTokenTicks is { } ticks ? time.GetElapsedTime(call.AttemptTicks, ticks).TotalMilliseconds : (double?)null;
            lane.CountSuccess(firstMs, call.Tokens.Completion, time.GetElapsedTime(call.AttemptTicks).TotalMilliseconds);
        }
        else if (failure.BlamesRequest || failure.Scope == FailureScope.Request || failure.Class == FailureClass.ClientCancelled)
        {
            lane.CountNeutral();
        }
        else
        {
            lane.CountFailure(passing: failure.Class == FailureClass.KeyThrottled);
        }
    }

    /// <summary>The target was passed over: because it could not be asked, or because its limits or its slow return spared it.</summary>
    public static void NotTried(Exchange call, KeySelector keys)
    {
        if (call.Lane is not { } lane)
            return;
        call.Lane = null;
        switch (keys.ReadyInMs(call.Route.Hops[0]))
        {
            case 0:
                lane.CountNeutral();
                break;
            case var ms:
                lane.CountFailure(passing: ms <= PassingMs);
                break;
        }
    }
}
