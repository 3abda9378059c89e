using AiGateway.Core.Health;

namespace AiGateway.Edge.Pipeline.Sending;

/// <summary>An attempt that failed, and when it was under way.</summary>
/// <param name="Attempt">Whom it asked.</param>
/// <param name="Failure">What came of it.</param>
/// <param name="BeganTicks">Monotonic.</param>
/// <param name="EndedTicks">Monotonic.</param>
internal readonly record struct EndedAttempt(Attempt Attempt, UpstreamFailure Failure, long BeganTicks, long EndedTicks);
