using System.Globalization;
using AiGateway.Core.Usage;
using CsCheck;

namespace AiGateway.Core.Tests.Usage;

public sealed class RollupSpanTests
{
    [Theory]
    [InlineData(RollupResolution.Minute, "2026-11-20T12:59:59.999Z", "2026-11-20T12:00Z", "2026-11-20T13:00Z", 59)]
    [InlineData(RollupResolution.Minute, "2026-11-20T13:00:00Z", "2026-11-20T13:00Z", "2026-11-20T14:00Z", 0)]
    [InlineData(RollupResolution.Hour, "2026-12-31T23:59:59.999Z", "2026-12-31T00:00Z", "2027-01-01T00:00Z", 23)]
    [InlineData(RollupResolution.Day, "2026-02-28T23:59:59.999Z", "2026-02-01T00:00Z", "2026-03-01T00:00Z", 27)]
    [InlineData(RollupResolution.Day, "2028-02-29T12:00:00Z", "2028-02-01T00:00Z", "2028-03-01T00:00Z", 28)]
    [InlineData(RollupResolution.Day, "2100-02-28T12:00:00Z", "2100-02-01T00:00Z", "2100-03-01T00:00Z", 27)]
    [InlineData(RollupResolution.Day, "2026-12-31T23:00:00Z", "2026-12-01T00:00Z", "2027-01-01T00:00Z", 30)]
    [InlineData(RollupResolution.Hour, "1969-12-31T23:30:00Z", "1969-12-31T00:00Z", "1970-01-01T00:00Z", 23)]
    public void A_moment_has_its_page_and_its_cell(RollupResolution resolution, string at, string start, string end, int cell)
    {
        Assert.Equal(Ms(start), RollupSpan.PageStart(resolution, Ms(at)));
        Assert.Equal(Ms(end), RollupSpan.PageEnd(resolution, Ms(at)));
        Assert.Equal(cell, RollupSpan.CellIndex(resolution, Ms(at)));
        Assert.Equal(Ms(start) + (cell * RollupSpan.CellMs(resolution)), RollupSpan.CellStart(resolution, Ms(at)));
    }

    [Fact]
    public void Pages_of_a_range_follow_each_other_without_gaps() =>
        Gen.Select(Gen.Enum<RollupResolution>(), Gen.Long[-10_000_000_000, 4_000_000_000_000], Gen.Long[1, 5_000_000_000]).Sample(
            (resolution, from, length) =>
            {
                var pages = RollupSpan.Pages(resolution, from, from + length).ToList();
                Assert.InRange(from, pages[0], RollupSpan.PageEnd(resolution, pages[0]) - 1);
                Assert.InRange(from + length - 1, pages[^1], RollupSpan.PageEnd(resolution, pages[^1]) - 1);
                Assert.All(pages.Zip(pages.Skip(1)), pair => Assert.Equal(pair.Second, RollupSpan.PageEnd(resolution, pair.First)));
            },
            iter: 200);

    [Fact]
    public void A_range_that_ends_where_a_page_begins_does_not_touch_that_page()
    {
        Assert.Single(RollupSpan.Pages(RollupResolution.Day, Ms("2026-11-01T00:00Z"), Ms("2026-12-01T00:00Z")));
        Assert.Empty(RollupSpan.Pages(RollupResolution.Hour, Ms("2026-11-01T00:00Z"), Ms("2026-11-01T00:00Z")));
    }

    private static long Ms(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
