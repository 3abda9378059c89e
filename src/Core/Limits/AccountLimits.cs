using AiGateway.Core.Catalog;

namespace AiGateway.Core.Limits;

/// <summary>
/// The limits of an account at a provider as the gateway keeps them: a little below what the provider allows, since calls
/// arrive there later than they are admitted here, and spread over the minute, since providers look at shorter times too.
/// </summary>
public static class AccountLimits
{
    private const int HeadroomPercent = 2;

    /// <summary>A sixth of the minute's calls and a quarter of that in any ten seconds.</summary>
    private static long In10Seconds(long perMinute) => Math.Max(1, ((perMinute * 125) + 599) / 600);

    public static LimitSet? Of(LimitSpec? spec)
    {
        if (spec is { RequestsPerMinute: { } perMinute, RequestsPer10Seconds: null })
            spec = spec with { RequestsPer10Seconds = In10Seconds(perMinute) };
        return LimitSet.Of(spec, hard: false) is { } limits
            ? limits with { Limits = [.. limits.Limits.Select(limit => limit with { Bound = Below(limit) })] }
            : null;
    }

    private static long Below(Limit limit) => limit.Dimension == LimitDimension.Concurrent
        ? limit.Bound
        : Math.Max(1, limit.Bound - (limit.Bound * HeadroomPercent / 100));
}
