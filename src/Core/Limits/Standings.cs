namespace AiGateway.Core.Limits;

/// <summary>What the owner's last reply said was left.</summary>
internal readonly record struct Standings(LimitVector Remaining, LimitVector ResetMs, long? AtMs)
{
    /// <param name="dimension">Which limit.</param>
    /// <param name="limit">Its value.</param>
    /// <param name="ready">What this edge holds, which the owner counts as gone.</param>
    /// <param name="nowMs">Now.</param>
    public LimitStanding Of(LimitDimension dimension, long limit, long ready, long nowMs)
    {
        if (AtMs is not { } atMs)
            return new(limit, limit, 0);
        var resetMs = Math.Max(0, ResetMs[dimension] - (nowMs - atMs));
        var whole = resetMs == 0 && dimension != LimitDimension.Concurrent;
        return new(limit, whole ? limit : Math.Min(limit, Remaining[dimension] + ready), resetMs);
    }
}
