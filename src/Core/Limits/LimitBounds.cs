using AiGateway.Core.Catalog;

namespace AiGateway.Core.Limits;

/// <summary>A <see cref="LimitSpec"/> seen by dimension.</summary>
public static class LimitBounds
{
    /// <summary>The bound on a dimension, or null when it is unlimited.</summary>
    public static long? Bound(this LimitSpec limits, LimitDimension dimension) => dimension switch
    {
        LimitDimension.RequestsPerMinute => limits.RequestsPerMinute,
        LimitDimension.TokensPerMinute => limits.TokensPerMinute,
        LimitDimension.TokensPerDay => limits.TokensPerDay,
        _ => limits.Concurrent,
    };

    /// <summary>The smaller of the token limits, or null when tokens are unlimited.</summary>
    public static long? SmallestTokenBound(this LimitSpec limits) => (limits.TokensPerMinute, limits.TokensPerDay) switch
    {
        ({ } minute, { } day) => Math.Min(minute, day),
        var (minute, day) => minute ?? day,
    };
}
