using AiGateway.Core.Health;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Pipeline.Selection;

/// <summary>Tells from a call's attempts how quick their keys are, for the choice of keys.</summary>
internal static class KeyTiming
{
    /// <summary>The first piece of an answer is ready for the caller.</summary>
    public static void FirstToken(Exchange call, TimeProvider time)
    {
        if (call.AttemptAnswers)
            return;
        var ticks = time.GetTimestamp();
        call.ContentBegins(ticks);
        // An answer that comes as one piece tells how long it is; only embeddings are all alike.
        if ((call.Scan.Stream || call.Scan.Operation.Embeds()) && call.LastAttempt is { View: { } view } attempt)
            Pace(view, attempt).Measured(time.GetElapsedTime(call.AttemptTicks, ticks).TotalMilliseconds, time.MonotonicMs());
    }

    /// <summary>The attempt is over.</summary>
    public static void Ended(Exchange call, Attempt attempt, UpstreamFailure? failure, TimeProvider time)
    {
        if (attempt.View is not { } view)
            return;
        var (tookMs, nowMs) = (time.GetElapsedTime(call.AttemptTicks).TotalMilliseconds, time.MonotonicMs());
        if (failure is null)
            Pace(view, attempt).Succeeded(nowMs - (long)tookMs);
        else
            // What was said before a stream broke off was no waiting.
            Pace(view, attempt).Failed(failure, call.AttemptAnswers ? 0 : tookMs, nowMs);
    }

    private static KeyPace Pace(KeyView view, Attempt attempt) => view.Load[attempt.Hop.Target.Model];
}
