namespace AiGateway.Core.Usage;

/// <summary>Usage of one cell's time.</summary>
/// <param name="StartMs">Where that time begins, Unix milliseconds.</param>
/// <param name="Usage">What was used.</param>
public sealed record RollupPoint(long StartMs, UsageCell Usage);

/// <summary>Answers to queries over a range, made from pages of any number of consumers or models.</summary>
public static class RollupSeries
{
    /// <summary>A point for each cell that begins in the range and has calls, in order of time; pages are not changed.</summary>
    /// <param name="pages">Pages of one resolution.</param>
    /// <param name="fromMs">Inclusive; the cell it falls in counts as a whole.</param>
    /// <param name="toMs">Exclusive.</param>
    public static IReadOnlyList<RollupPoint> Points(IEnumerable<RollupPage> pages, long fromMs, long toMs)
    {
        var points = new SortedDictionary<long, UsageCell>();
        foreach (var page in pages)
        {
            var cellMs = RollupSpan.CellMs(page.Resolution);
            foreach (var (index, cell) in page.Cells)
            {
                var startMs = page.StartMs + (index * cellMs);
                if (startMs + cellMs <= fromMs || startMs >= toMs)
                    continue;
                if (!points.TryGetValue(startMs, out var sum))
                    points[startMs] = sum = new UsageCell();
                sum.Add(cell);
            }
        }
        return [.. points.Select(point => new RollupPoint(point.Key, point.Value))];
    }

    /// <summary>Everything in the range as one cell.</summary>
    /// <inheritdoc cref="Points"/>
    public static UsageCell Sum(IEnumerable<RollupPage> pages, long fromMs, long toMs)
    {
        var sum = new UsageCell();
        foreach (var point in Points(pages, fromMs, toMs))
            sum.Add(point.Usage);
        return sum;
    }
}
