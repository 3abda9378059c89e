using System.Runtime.CompilerServices;

namespace AiGateway.Core.Limits.Calendar;

/// <summary>
/// The days or months of a time zone as spans that follow each other without gap or overlap. A date begins at the first
/// instant whose local time is that date or a later one. So a midnight that clocks skip makes the day begin after the
/// gap, one that comes twice counts the first time, and a date that a zone never had has no span.
/// </summary>
/// <param name="unit">How long each span lasts.</param>
/// <param name="zone">Whose calendar.</param>
public sealed class CalendarWindow(CalendarUnit unit, TimeZoneInfo zone)
{
    /// <summary>The calendar of .NET ends with the year 9999; the month of room is for zones and for the date after.</summary>
    private static readonly long Earliest = new DateTimeOffset(1, 2, 15, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static readonly long Latest = new DateTimeOffset(9999, 10, 15, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private readonly LocalClock _clock = new(zone);

    // Asked on every report to an owner and nearly always within the same span. Replaced whole, so it needs no lock:
    // threads that race compute the same.
    private volatile StrongBox<CalendarSpan>? _current;

    public CalendarUnit Unit => unit;

    public TimeZoneInfo Zone => zone;

    /// <summary>The span that holds an instant. The first and the last one the calendar can name have no outer end.</summary>
    public CalendarSpan At(long unixMs)
    {
        var current = _current;
        if (current is null || !current.Value.Contains(unixMs))
            _current = current = new StrongBox<CalendarSpan>(Find(unixMs));
        return current.Value;
    }

    private CalendarSpan Find(long unixMs)
    {
        var instant = Math.Clamp(unixMs, Earliest, Latest);
        var id = IdOf(_clock.DateAt(instant));

        // Where clocks went back over midnight, the later date had been shown before and has begun for good.
        long next;
        while ((next = StartOf(id + 1)) <= instant)
            id++;

        return new CalendarSpan(
            id,
            id == IdOf(_clock.DateAt(Earliest)) ? long.MinValue : StartOf(id),
            id == IdOf(_clock.DateAt(Latest)) ? long.MaxValue : next);
    }

    private long StartOf(long id) => _clock.FirstInstantOf(FirstDateOf(id));

    private long IdOf(DateOnly date) => unit == CalendarUnit.Day
        ? date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber
        : (date.Year * 12L) + date.Month;

    private DateOnly FirstDateOf(long id) => unit == CalendarUnit.Day
        ? DateOnly.FromDayNumber((int)id + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber)
        : new DateOnly((int)((id - 1) / 12), (int)((id - 1) % 12) + 1, 1);
}
