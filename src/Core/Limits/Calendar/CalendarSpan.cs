namespace AiGateway.Core.Limits.Calendar;

/// <summary>One day or month on the time line.</summary>
/// <param name="Id">
/// Grows strictly with time: of a day the days from 1970-01-01 to its date, of a month its year times 12 plus its month (1–12).
/// Numbers are left out where a zone has left out dates.
/// </param>
/// <param name="StartUnixMs">Its first instant, Unix milliseconds.</param>
/// <param name="EndUnixMs">The first instant behind it, which is the start of the next one.</param>
public readonly record struct CalendarSpan(long Id, long StartUnixMs, long EndUnixMs)
{
    public bool Contains(long unixMs) => unixMs >= StartUnixMs && unixMs < EndUnixMs;
}
