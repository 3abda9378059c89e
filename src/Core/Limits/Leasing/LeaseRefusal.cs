namespace AiGateway.Core.Limits.Leasing;

/// <summary>Why the owner could not give what was asked.</summary>
/// <param name="Dimension">The limit that stands in the way; of several, the one that does so longest.</param>
/// <param name="Limit">Its value.</param>
/// <param name="Remaining">What is left of it, less than was needed.</param>
/// <param name="Need">What was needed of it: the edge may refuse calls that lack as much without asking.</param>
/// <param name="RetryAfterMs">Time until enough charges have left the window, milliseconds, at least 1.</param>
/// <param name="DenyForMs">How long the edge may refuse by itself; shorter, since others may give permits back sooner.</param>
public sealed record LeaseRefusal(
    LimitDimension Dimension, long Limit, long Remaining, long Need, long RetryAfterMs, long DenyForMs);
