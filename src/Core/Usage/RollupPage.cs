namespace AiGateway.Core.Usage;

/// <summary>
/// A span of one consumer's or model's usage, cell by cell. A call belongs to the cell it started in. All state is in
/// public properties, and cells without calls are absent.
/// </summary>
public sealed class RollupPage
{
    public RollupResolution Resolution { get; set; }

    /// <summary>Where the page begins, Unix milliseconds.</summary>
    public long StartMs { get; set; }

    /// <summary>Cells by their place in the page, from 0.</summary>
    public SortedDictionary<int, UsageCell> Cells { get; set; } = [];

    public WriterMarks Writers { get; set; } = new();

    /// <summary>An empty page for the span that holds a moment.</summary>
    public static RollupPage For(RollupResolution resolution, long unixMs) =>
        new() { Resolution = resolution, StartMs = RollupSpan.PageStart(resolution, unixMs) };

    public bool Covers(long unixMs) => RollupSpan.PageStart(Resolution, unixMs) == StartMs;

    /// <summary>Adds calls that were summed up already and all started within one cell.</summary>
    /// <param name="unixMs">When one of them started.</param>
    /// <param name="cell">Their sum.</param>
    /// <exception cref="ArgumentException">They started outside the page's span.</exception>
    public void Add(long unixMs, UsageCell cell)
    {
        if (!Covers(unixMs))
            throw new ArgumentException("The calls started outside the page's span.", nameof(unixMs));
        Cell(unixMs).Add(cell);
    }

    /// <summary>Adds another page of the same span, such as another model's.</summary>
    /// <exception cref="ArgumentException">It is of another span.</exception>
    public void Add(RollupPage other)
    {
        if (other.Resolution != Resolution || other.StartMs != StartMs)
            throw new ArgumentException("The page is of another span.", nameof(other));
        foreach (var (index, cell) in other.Cells)
            CellAt(index).Add(cell);
    }

    /// <summary>
    /// Adds a batch of a writer's records unless it was taken in before. A writer cuts its records into batches once, sends
    /// them in order, and sends one again as it was until it is confirmed.
    /// </summary>
    /// <param name="writer">Who numbers the records: an edge.</param>
    /// <param name="lastSequence">Number of the batch's last record, whether or not that one concerns this page.</param>
    /// <param name="batch">What the batch holds for this page.</param>
    /// <returns>False when it was taken in before.</returns>
    /// <exception cref="ArgumentException">It is of another span; nothing is added.</exception>
    public bool Absorb(string writer, long lastSequence, RollupPage batch)
    {
        if (Writers.Last(writer) >= lastSequence)
            return false;
        Add(batch);
        Writers.Set(writer, lastSequence);
        return true;
    }

    private UsageCell Cell(long unixMs) => CellAt(RollupSpan.CellIndex(Resolution, unixMs));

    private UsageCell CellAt(int index)
    {
        if (!Cells.TryGetValue(index, out var cell))
            Cells[index] = cell = new UsageCell();
        return cell;
    }
}
