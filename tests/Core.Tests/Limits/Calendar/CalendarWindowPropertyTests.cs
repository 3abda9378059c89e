using AiGateway.Core.Limits.Calendar;
using CsCheck;

namespace AiGateway.Core.Tests.Limits.Calendar;

public sealed class CalendarWindowPropertyTests
{
    private const long MinuteMs = 60_000;

    private const long DayMs = 86_400_000;

    private static readonly Gen<TimeZoneInfo> Zone = Gen.Int[0, Zones.Names.Length - 1].Select(i => Zones.Named(Zones.Names[i]));

    private static readonly Gen<CalendarUnit> Unit = Gen.Bool.Select(day => day ? CalendarUnit.Day : CalendarUnit.Month);

    /// <summary>From 1970, before which offsets of some zones had seconds, to 2040.</summary>
    private static readonly Gen<long> Instant = Gen.Long[Zones.Ms("1970-01-02T00:00Z"), Zones.Ms("2040-01-01T00:00Z")];

    [Fact]
    public void Spans_hold_their_instants_and_follow_each_other_without_gap_or_overlap() =>
        Gen.Select(Zone, Unit, Instant).Sample((zone, unit, t) =>
        {
            var window = new CalendarWindow(unit, zone);
            var span = window.At(t);
            var (before, after) = (window.At(span.StartUnixMs - 1), window.At(span.EndUnixMs));
            Assert.True(span.Contains(t));
            Assert.Equal(span.StartUnixMs, before.EndUnixMs);
            Assert.Equal(span.EndUnixMs, after.StartUnixMs);
            Assert.True(before.Id < span.Id && span.Id < after.Id);
            Assert.Equal(span, new CalendarWindow(unit, zone).At(span.StartUnixMs));
            Assert.Equal(span, new CalendarWindow(unit, zone).At(span.EndUnixMs - 1));
        });

    [Fact]
    public void Ids_grow_with_time_whatever_was_asked_before() =>
        Gen.Select(Zone, Unit, Instant, Gen.Long[-40 * DayMs, 40 * DayMs].Array[1, 20]).Sample((zone, unit, origin, steps) =>
        {
            var window = new CalendarWindow(unit, zone);
            var asked = steps.Select(step => (At: origin + step, Span: window.At(origin + step))).OrderBy(each => each.At).ToList();
            Assert.All(asked.Zip(asked.Skip(1)), pair => Assert.True(
                pair.First.Span == pair.Second.Span
                || (pair.First.Span.Id < pair.Second.Span.Id && pair.First.Span.EndUnixMs <= pair.Second.Span.StartUnixMs)));
            Assert.All(asked, each => Assert.Equal(new CalendarWindow(unit, zone).At(each.At), each.Span));
        });

    [Fact]
    public void At_its_start_a_span_has_the_date_that_its_id_says() =>
        Gen.Select(Zone, Unit, Instant).Sample((zone, unit, t) =>
        {
            var span = new CalendarWindow(unit, zone).At(t);
            Assert.Equal(span.Id, IdOf(unit, Zones.DateAt(zone, span.StartUnixMs)));
        });

    [Fact]
    public void Every_minute_around_a_change_of_clocks_is_where_stepping_through_them_finds_it() =>
        Gen.Select(Zone, Unit, Instant, Gen.Long[0, MinuteMs - 1]).Sample(
            (zone, unit, anywhere, within) =>
            {
                var change = NextChange(zone, anywhere);
                var window = new CalendarWindow(unit, zone);
                var latest = long.MinValue;
                for (var t = change - (3 * DayMs); t < change + (2 * DayMs); t += MinuteMs)
                {
                    latest = Math.Max(latest, IdOf(unit, Zones.DateAt(zone, t)));
                    if (t % (10 * MinuteMs) == 0)
                        window = new CalendarWindow(unit, zone); // So that not everything is answered from the span before.
                    if (t >= change - (2 * DayMs))
                        Assert.Equal(latest, window.At(t + within).Id);
                }
            },
            iter: 300);

    private static long IdOf(CalendarUnit unit, DateOnly date) =>
        unit == CalendarUnit.Day ? date.DayNumber - new DateOnly(1970, 1, 1).DayNumber : (date.Year * 12L) + date.Month;

    /// <summary>The next half day with a change of offset, or any time for a zone that has none within three years.</summary>
    private static long NextChange(TimeZoneInfo zone, long from)
    {
        from -= from % MinuteMs;
        for (var t = from; t < from + (3 * 366 * DayMs); t += DayMs / 2)
        {
            if (zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(t)) != zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(t + (DayMs / 2))))
                return t;
        }

        return from;
    }
}
