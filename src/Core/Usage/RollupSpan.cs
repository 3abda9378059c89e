namespace AiGateway.Core.Usage;

/// <summary>The calendar of roll-ups: which page and which cell a moment belongs to. Times are Unix milliseconds.</summary>
public static class RollupSpan
{
    private const long MinuteMs = 60_000;
    private const long HourMs = 60 * MinuteMs;
    private const long DayMs = 24 * HourMs;

    public static long CellMs(RollupResolution resolution) => resolution switch
    {
        RollupResolution.Minute => MinuteMs,
        RollupResolution.Hour => HourMs,
        _ => DayMs,
    };

    public static long CellStart(RollupResolution resolution, long ms) => Floor(ms, CellMs(resolution));

    public static long PageStart(RollupResolution resolution, long ms) => resolution switch
    {
        RollupResolution.Minute => Floor(ms, HourMs),
        RollupResolution.Hour => Floor(ms, DayMs),
        _ => Month(ms).ToUnixTimeMilliseconds(),
    };

    /// <summary>Where the page of that moment ends and the next begins.</summary>
    public static long PageEnd(RollupResolution resolution, long ms) => resolution switch
    {
        RollupResolution.Minute => Floor(ms, HourMs) + HourMs,
        RollupResolution.Hour => Floor(ms, DayMs) + DayMs,
        _ => Month(ms).AddMonths(1).ToUnixTimeMilliseconds(),
    };

    /// <summary>The cell's place in its page, from 0.</summary>
    public static int CellIndex(RollupResolution resolution, long ms) =>
        (int)((ms - PageStart(resolution, ms)) / CellMs(resolution));

    /// <summary>Starts of the pages that hold anything of a range.</summary>
    /// <param name="resolution">Of the pages.</param>
    /// <param name="fromMs">Inclusive.</param>
    /// <param name="toMs">Exclusive.</param>
    public static IEnumerable<long> Pages(RollupResolution resolution, long fromMs, long toMs)
    {
        for (var start = PageStart(resolution, fromMs); start < toMs; start = PageEnd(resolution, start))
            yield return start;
    }

    /// <summary>Also right before 1970.</summary>
    private static long Floor(long ms, long unit) => ms - (((ms % unit) + unit) % unit);

    private static DateTimeOffset Month(long ms)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(ms);
        return new DateTimeOffset(time.Year, time.Month, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
