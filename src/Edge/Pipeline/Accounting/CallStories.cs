using AiGateway.Core.Usage;
using AiGateway.Edge.Pipeline.Sending;

namespace AiGateway.Edge.Pipeline.Accounting;

/// <summary>Makes the story of a call that has ended from what its steps left behind.</summary>
internal static class CallStories
{
    /// <param name="call">The call.</param>
    /// <param name="sinceTicks">From when its times count, monotonic; attempts before that are no part of it.</param>
    /// <param name="explanation">Says who was passed over; asked only where that is of interest, since it looks at every key.</param>
    /// <param name="time">The time.</param>
    /// <returns>Null when nobody was asked and nobody was passed over.</returns>
    public static CallStory? Of(Exchange call, long sinceTicks, Explanation explanation, TimeProvider time)
    {
        var passedOver = WentStraight(call) || !WasRouted(call) ? null : explanation.PassedOver(call);
        if (call.LastAttempt is not { } last)
            return passedOver is null ? null : new CallStory { PassedOver = passedOver };
        return new CallStory
        {
            SentMs = Ms(sinceTicks, call.AttemptTicks, time),
            Chosen = last.Chosen,
            Failed = call.FailedAttempts is { } failed ? Told(failed, sinceTicks, time) : null,
            PassedOver = passedOver,
        };
    }

    private static bool WentStraight(Exchange call) =>
        call is { Attempts: 1, Outcome: CallOutcome.Ok } && (call.Route.Hops is not [var target, ..] || ReferenceEquals(call.LastAttempt!.Hop, target));

    /// <summary>A call that its consumer's limits refused never came to choosing.</summary>
    private static bool WasRouted(Exchange call) => call.Attempts > 0 || (call.Outcome == CallOutcome.UpstreamError && call.Route is not null);

    private static FailedAttempt[]? Told(List<EndedAttempt> failed, long sinceTicks, TimeProvider time)
    {
        FailedAttempt[] told = [.. failed.Where(one => one.BeganTicks >= sinceTicks).Select(one => new FailedAttempt
        {
            Provider = one.Attempt.Provider.Id,
            TargetModel = one.Attempt.Hop.Model,
            Key = one.Attempt.Key?.Id,
            Chosen = one.Attempt.Chosen,
            SentMs = Ms(sinceTicks, one.BeganTicks, time),
            EndedMs = Ms(sinceTicks, one.EndedTicks, time),
            Reason = one.Failure.ReasonCode,
            Status = one.Failure.Status > 0 ? one.Failure.Status : null,
        })];
        return told.Length > 0 ? told : null;
    }

    private static double Ms(long fromTicks, long toTicks, TimeProvider time) => time.GetElapsedTime(fromTicks, toTicks).TotalMilliseconds;
}
