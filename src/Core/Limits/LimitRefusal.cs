namespace AiGateway.Core.Limits;

/// <summary>Why a call is not admitted, in terms its caller can act on.</summary>
/// <param name="Dimension">The limit that stands in the way.</param>
/// <param name="Limit">Its value.</param>
/// <param name="Remaining">What is left of it, less than the call needs.</param>
/// <param name="RetryAfterMs">When to come back, milliseconds, at least 1.</param>
public readonly record struct LimitRefusal(LimitDimension Dimension, long Limit, long Remaining, long RetryAfterMs);
