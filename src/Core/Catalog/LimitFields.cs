namespace AiGateway.Core.Catalog;

/// <summary>The limits of a <see cref="LimitSpec"/> by the names they have in a catalog.</summary>
public static class LimitFields
{
    public const string RequestsPer10Seconds = "requestsPer10Seconds";

    public const string RequestsPerMinute = "requestsPerMinute";

    public const string RequestsPerDay = "requestsPerDay";

    public const string TokensPerMinute = "tokensPerMinute";

    public const string TokensPerDay = "tokensPerDay";

    public const string TokensPerMonth = "tokensPerMonth";

    public const string CostPerDay = "costPerDay";

    public const string CostPerMonth = "costPerMonth";

    public const string Concurrent = "concurrent";

    /// <summary>All names, in the order of the record.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        RequestsPer10Seconds, RequestsPerMinute, RequestsPerDay, TokensPerMinute, TokensPerDay, TokensPerMonth, CostPerDay,
        CostPerMonth, Concurrent,
    ];

    /// <summary>The bound of a limit that counts; null where it is not set, and for those in dollars.</summary>
    public static long? CountOf(LimitSpec limits, string name) => name switch
    {
        RequestsPer10Seconds => limits.RequestsPer10Seconds,
        RequestsPerMinute => limits.RequestsPerMinute,
        RequestsPerDay => limits.RequestsPerDay,
        TokensPerMinute => limits.TokensPerMinute,
        TokensPerDay => limits.TokensPerDay,
        TokensPerMonth => limits.TokensPerMonth,
        Concurrent => limits.Concurrent,
        _ => null,
    };

    /// <summary>The bound of a limit in US dollars; null where it is not set, and for those that count.</summary>
    public static decimal? DollarsOf(LimitSpec limits, string name) => name switch
    {
        CostPerDay => limits.CostPerDay,
        CostPerMonth => limits.CostPerMonth,
        _ => null,
    };

    public static bool IsSet(LimitSpec limits, string name) => CountOf(limits, name) is not null || DollarsOf(limits, name) is not null;

    /// <summary>Whether what a call will use of it is only known when the call ends.</summary>
    public static bool DependsOnTokens(string name) => name is TokensPerMinute or TokensPerDay or TokensPerMonth or CostPerDay or CostPerMonth;
}
