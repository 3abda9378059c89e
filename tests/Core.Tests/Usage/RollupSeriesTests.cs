using AiGateway.Core.Usage;
using CsCheck;

namespace AiGateway.Core.Tests.Usage;

public sealed class RollupSeriesTests
{
    private const long Hour = 3_600_000;

    [Fact]
    public void Points_of_several_pages_come_in_order_and_same_times_are_added_up()
    {
        var pages = new[] { Page(Hour, 0, 5), Page(0, 59), Page(0, 59, 3) };
        var points = RollupSeries.Points(pages, SampleRecords.Noon, SampleRecords.Noon + (2 * Hour));
        Assert.Equal([3, 59, 60, 65], points.Select(point => (point.StartMs - SampleRecords.Noon) / 60_000));
        Assert.Equal([1, 2, 1, 1], points.Select(point => point.Usage.Calls));
        Assert.Equal(1, pages[1].Cells[59].Calls);
    }

    [Fact]
    public void A_range_includes_the_cell_it_begins_in_and_ends_before_its_end()
    {
        var page = Page(0, 0, 1, 2, 3);
        Assert.Equal([1, 2], Minutes(SampleRecords.Noon + 60_001, SampleRecords.Noon + 180_000));
        Assert.Equal([1, 2, 3], Minutes(SampleRecords.Noon + 60_000, SampleRecords.Noon + 180_001));
        Assert.Empty(Minutes(SampleRecords.Noon + 240_000, SampleRecords.Noon + Hour));

        IEnumerable<long> Minutes(long from, long to) =>
            RollupSeries.Points([page], from, to).Select(point => (point.StartMs - SampleRecords.Noon) / 60_000);
    }

    [Fact]
    public void Minutes_hours_and_days_of_the_same_calls_add_up_to_the_same() =>
        SampleRecords.Any.Array[0, 50].Sample(records =>
        {
            var sums = Enum.GetValues<RollupResolution>().Select(resolution =>
            {
                var page = RollupPage.For(resolution, SampleRecords.Noon);
                foreach (var record in records)
                    page.Add(record);
                return RollupSeries.Sum([page], 0, long.MaxValue).Text();
            });
            Assert.Single(sums.Distinct());
        });

    private static RollupPage Page(long offsetMs, params int[] minutes)
    {
        var page = RollupPage.For(RollupResolution.Minute, SampleRecords.Noon + offsetMs);
        foreach (var minute in minutes)
            page.Add(SampleRecords.At(page.StartMs + (minute * 60_000L)));
        return page;
    }
}
