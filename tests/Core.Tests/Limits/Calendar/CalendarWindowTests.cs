using AiGateway.Core.Limits.Calendar;

namespace AiGateway.Core.Tests.Limits.Calendar;

public sealed class CalendarWindowTests
{
    [Theory]
    [InlineData("UTC", "2026-03-01", "2026-03-01T00:00Z", "2026-03-02T00:00Z")]
    [InlineData("Asia/Kathmandu", "2026-03-01", "2026-02-28T18:15Z", "2026-03-01T18:15Z")]
    public void A_day_without_a_change_has_24_hours(string zone, string date, string start, string end) => IsDay(zone, date, start, end);

    [Theory]
    [InlineData("America/New_York", "2024-03-10", "2024-03-10T05:00Z", "2024-03-11T04:00Z")]
    [InlineData("America/New_York", "2024-11-03", "2024-11-03T04:00Z", "2024-11-04T05:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-28T23:00Z", "2026-03-29T22:00Z")]
    [InlineData("Australia/Lord_Howe", "2024-04-07", "2024-04-06T13:00Z", "2024-04-07T13:30Z")]
    public void A_day_on_which_clocks_change_is_longer_or_shorter(string zone, string date, string start, string end) => IsDay(zone, date, start, end);

    [Theory]
    [InlineData("America/Sao_Paulo", "2018-11-03", "2018-11-03T03:00Z", "2018-11-04T03:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00Z", "2018-11-05T02:00Z")]
    [InlineData("Asia/Beirut", "2022-03-27", "2022-03-26T22:00Z", "2022-03-27T21:00Z")]
    public void A_day_whose_midnight_clocks_skip_begins_behind_the_gap(string zone, string date, string start, string end) => IsDay(zone, date, start, end);

    [Theory]
    [InlineData("Asia/Beirut", "2022-10-29", "2022-10-28T21:00Z", "2022-10-29T22:00Z")]
    [InlineData("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00Z", "2018-02-18T03:00Z")]
    public void A_day_that_is_shown_again_from_eleven_on_has_25_hours(string zone, string date, string start, string end) => IsDay(zone, date, start, end);

    [Theory]
    [InlineData("America/St_Johns", "2010-11-06", "2010-11-06T02:30Z", "2010-11-07T02:30Z")]
    [InlineData("America/St_Johns", "2010-11-07", "2010-11-07T02:30Z", "2010-11-08T03:30Z")]
    [InlineData("America/Havana", "2024-11-03", "2024-11-03T04:00Z", "2024-11-04T05:00Z")]
    public void Of_a_midnight_that_comes_twice_the_first_one_counts(string zone, string date, string start, string end) => IsDay(zone, date, start, end);

    [Fact]
    public void A_date_that_a_zone_skipped_has_no_span()
    {
        var days = new CalendarWindow(CalendarUnit.Day, Zones.Named("Pacific/Apia"));
        var before = days.At(Zones.Ms("2011-12-30T09:59Z"));
        var after = days.At(before.EndUnixMs);

        Assert.Equal(new(Zones.Day("2011-12-29"), Zones.Ms("2011-12-29T10:00Z"), Zones.Ms("2011-12-30T10:00Z")), before);
        Assert.Equal(new(Zones.Day("2011-12-31"), Zones.Ms("2011-12-30T10:00Z"), Zones.Ms("2011-12-31T10:00Z")), after);
    }

    [Theory]
    [InlineData("UTC", "2024-02-29T12:00Z", (2024 * 12) + 2, "2024-02-01T00:00Z", "2024-03-01T00:00Z")]
    [InlineData("America/New_York", "2024-03-20T00:00Z", (2024 * 12) + 3, "2024-03-01T05:00Z", "2024-04-01T04:00Z")]
    [InlineData("Asia/Shanghai", "2026-12-31T15:59:59Z", (2026 * 12) + 12, "2026-11-30T16:00Z", "2026-12-31T16:00Z")]
    [InlineData("Asia/Shanghai", "2026-12-31T16:00Z", (2027 * 12) + 1, "2026-12-31T16:00Z", "2027-01-31T16:00Z")]
    public void A_month_runs_from_its_first_to_its_last_day(string zone, string at, long id, string start, string end) =>
        Assert.Equal(
            new CalendarSpan(id, Zones.Ms(start), Zones.Ms(end)), new CalendarWindow(CalendarUnit.Month, Zones.Named(zone)).At(Zones.Ms(at)));

    [Fact]
    public void The_id_of_a_day_in_UTC_is_its_number_since_1970() =>
        Assert.Equal(new(1, 86_400_000, 172_800_000), new CalendarWindow(CalendarUnit.Day, TimeZoneInfo.Utc).At(86_400_000));

    [Theory]
    [InlineData(CalendarUnit.Day, long.MinValue)]
    [InlineData(CalendarUnit.Day, long.MaxValue)]
    [InlineData(CalendarUnit.Month, long.MinValue)]
    [InlineData(CalendarUnit.Month, long.MaxValue)]
    public void Instants_that_no_calendar_can_name_are_in_a_span_without_an_outer_end(CalendarUnit unit, long unixMs)
    {
        var window = new CalendarWindow(unit, Zones.Named("Pacific/Apia"));
        var outer = window.At(unixMs);
        var inner = window.At(unixMs < 0 ? outer.EndUnixMs : outer.StartUnixMs - 1);

        Assert.Equal(unixMs, unixMs < 0 ? outer.StartUnixMs : outer.EndUnixMs);
        Assert.Equal(unixMs < 0 ? outer.Id + 1 : outer.Id - 1, inner.Id);
        Assert.Equal(unixMs < 0 ? outer.EndUnixMs : outer.StartUnixMs, unixMs < 0 ? inner.StartUnixMs : inner.EndUnixMs);
    }

    [Fact]
    public void Within_a_span_nothing_is_allocated()
    {
        var window = new CalendarWindow(CalendarUnit.Day, Zones.Named("America/New_York"));
        var span = window.At(Zones.Ms("2024-03-10T12:00Z"));
        var sum = 0L;

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var t = span.StartUnixMs; t < span.EndUnixMs; t += 60_000)
            sum += window.At(t).Id;

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(span.Id * 23 * 60, sum);
    }

    private static void IsDay(string zone, string date, string start, string end)
    {
        var expected = new CalendarSpan(Zones.Day(date), Zones.Ms(start), Zones.Ms(end));

        // A new window for each, so that none is answered from what the one before found.
        Assert.All(
            [expected.StartUnixMs, expected.StartUnixMs + 1, expected.StartUnixMs + 1_800_000, (expected.StartUnixMs + expected.EndUnixMs) / 2, expected.EndUnixMs - 1],
            t => Assert.Equal(expected, new CalendarWindow(CalendarUnit.Day, Zones.Named(zone)).At(t)));
    }
}
