using AiGateway.Core.Catalog;

namespace AiGateway.Core.Limits;

/// <summary>The properties of each <see cref="LimitDimension"/>.</summary>
public static class LimitDimensions
{
    public const int Count = (int)LimitDimension.Concurrent + 1;

    /// <summary>Its name in a catalog, which callers are told as well.</summary>
    public static string Name(this LimitDimension dimension) => dimension switch
    {
        LimitDimension.RequestsPer10Seconds => LimitFields.RequestsPer10Seconds,
        LimitDimension.RequestsPerMinute => LimitFields.RequestsPerMinute,
        LimitDimension.RequestsPerDay => LimitFields.RequestsPerDay,
        LimitDimension.TokensPerMinute => LimitFields.TokensPerMinute,
        LimitDimension.TokensPerDay => LimitFields.TokensPerDay,
        LimitDimension.TokensPerMonth => LimitFields.TokensPerMonth,
        LimitDimension.CostPerDay => LimitFields.CostPerDay,
        LimitDimension.CostPerMonth => LimitFields.CostPerMonth,
        _ => LimitFields.Concurrent,
    };

    public static LimitUnit Unit(this LimitDimension dimension) => dimension switch
    {
        LimitDimension.RequestsPer10Seconds or LimitDimension.RequestsPerMinute or LimitDimension.RequestsPerDay => LimitUnit.Request,
        LimitDimension.TokensPerMinute or LimitDimension.TokensPerDay or LimitDimension.TokensPerMonth => LimitUnit.Token,
        LimitDimension.CostPerDay or LimitDimension.CostPerMonth => LimitUnit.Cost,
        _ => LimitUnit.Slot,
    };

    /// <summary>The sliding window, milliseconds; 0 for limits that have none.</summary>
    public static long WindowMs(this LimitDimension dimension) => dimension switch
    {
        LimitDimension.RequestsPer10Seconds => 10_000,
        LimitDimension.RequestsPerMinute or LimitDimension.TokensPerMinute => 60_000,
        _ => 0,
    };

    public static bool IsDaily(this LimitDimension dimension) =>
        dimension is LimitDimension.RequestsPerDay or LimitDimension.TokensPerDay or LimitDimension.CostPerDay;

    public static bool IsMonthly(this LimitDimension dimension) => dimension is LimitDimension.TokensPerMonth or LimitDimension.CostPerMonth;
}
