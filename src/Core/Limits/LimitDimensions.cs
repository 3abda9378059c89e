namespace AiGateway.Core.Limits;

/// <summary>The properties of each <see cref="LimitDimension"/>.</summary>
public static class LimitDimensions
{
    public const int Count = (int)LimitDimension.Concurrent + 1;

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
