namespace AiGateway.Core.Limits;

/// <summary>Where a consumer stands with one limit, as far as this edge knows; made for response headers.</summary>
/// <param name="Limit">Its value.</param>
/// <param name="Remaining">What is left for the consumer: at the owner by its last reply, and at this edge.</param>
/// <param name="ResetMs">Time until the limit is whole again if nothing more is used, milliseconds.</param>
public readonly record struct LimitStanding(long Limit, long Remaining, long ResetMs);
