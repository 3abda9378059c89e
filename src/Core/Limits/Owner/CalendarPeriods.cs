using AiGateway.Core.Limits.Calendar;

namespace AiGateway.Core.Limits.Owner;

/// <summary>The day and the month that are being counted, numbered from 1 within one owner.</summary>
internal sealed class CalendarPeriods
{
    private const long DayMs = 86_400_000;

    private string _zone = "";
    private CalendarWindow _days = null!;
    private CalendarWindow _months = null!;

    public long Day { get; private set; }

    public long DayEndsUnixMs { get; private set; }

    public long Month { get; private set; }

    public long MonthEndsUnixMs { get; private set; }

    /// <summary>
    /// In another zone what is counted goes on, until the later of both ends: permits granted by the old reckoning are in use
    /// until then.
    /// </summary>
    public void Use(string zone, LedgerTime now)
    {
        if (zone == _zone)
            return;
        _zone = zone;
        if (!TimeZones.TryFind(zone, out var rules))
            throw new TimeZoneNotFoundException($"Time zone '{zone}' is not known to this machine; install its tzdata, as where the catalog was read.");
        (_days, _months) = (new(CalendarUnit.Day, rules), new(CalendarUnit.Month, rules));
        DayEndsUnixMs = Math.Max(DayEndsUnixMs, _days.At(now.UnixMs).EndUnixMs);
        MonthEndsUnixMs = Math.Max(MonthEndsUnixMs, _months.At(now.UnixMs).EndUnixMs);
    }

    /// <summary>Goes on with what was stored, unless a clock once far ahead has stored it.</summary>
    public void Resume(long dayEndsUnixMs, long monthEndsUnixMs, LedgerTime now)
    {
        if (dayEndsUnixMs - now.UnixMs < 2 * DayMs)
            DayEndsUnixMs = Math.Max(DayEndsUnixMs, dayEndsUnixMs);
        if (monthEndsUnixMs - now.UnixMs < 62 * DayMs)
            MonthEndsUnixMs = Math.Max(MonthEndsUnixMs, monthEndsUnixMs);
    }

    /// <summary>True when a new day has begun.</summary>
    public bool TurnDay(LedgerTime now)
    {
        if (Day > 0 && now.UnixMs < DayEndsUnixMs)
            return false;
        DayEndsUnixMs = Math.Max(DayEndsUnixMs, _days.At(now.UnixMs).EndUnixMs);
        Day++;
        return true;
    }

    /// <summary>True when a new month has begun.</summary>
    public bool TurnMonth(LedgerTime now)
    {
        if (Month > 0 && now.UnixMs < MonthEndsUnixMs)
            return false;
        MonthEndsUnixMs = Math.Max(MonthEndsUnixMs, _months.At(now.UnixMs).EndUnixMs);
        Month++;
        return true;
    }
}
