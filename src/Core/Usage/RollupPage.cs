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

    /// <exception cref="ArgumentException">The call started outside the page's span.</exception>
    public void Add(UsageRecord record)
    {
        Require(record);
        Cell(record.StartedAtMs).Add(record);
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
    /// Adds those records that were not taken in before, once each, however often and with whatever overlap a writer sends
    /// them. A writer must send them in order, and again from the first one that was not confirmed.
    /// </summary>
    /// <param name="writer">Who numbers these records: a node and its start, say.</param>
    /// <param name="records">In order of their sequence.</param>
    /// <returns>How many were new.</returns>
    /// <exception cref="ArgumentException">One of them started outside the page's span; none is added.</exception>
    public int Ingest(string writer, IReadOnlyList<JournaledUsage> records)
    {
        foreach (var each in records)
            Require(each.Record);
        var last = Writers.Last(writer);
        var added = 0;
        foreach (var (sequence, record) in records)
        {
            if (sequence <= last)
                continue;
            Cell(record.StartedAtMs).Add(record);
            last = sequence;
            added++;
        }
        if (last is { } mark)
            Writers.Set(writer, mark);
        return added;
    }

    /// <summary>The same for records that are numbered without gaps.</summary>
    /// <inheritdoc cref="Ingest(string, IReadOnlyList{JournaledUsage})"/>
    /// <param name="writer">Who numbers these records.</param>
    /// <param name="firstSequence">The number of the first one.</param>
    /// <param name="records">The records.</param>
    public int Ingest(string writer, long firstSequence, IReadOnlyList<UsageRecord> records) =>
        Ingest(writer, [.. records.Select((record, index) => new JournaledUsage(firstSequence + index, record))]);

    private void Require(UsageRecord record)
    {
        if (!Covers(record.StartedAtMs))
            throw new ArgumentException("The call started outside the page's span.", nameof(record));
    }

    private UsageCell Cell(long unixMs) => CellAt(RollupSpan.CellIndex(Resolution, unixMs));

    private UsageCell CellAt(int index)
    {
        if (!Cells.TryGetValue(index, out var cell))
            Cells[index] = cell = new UsageCell();
        return cell;
    }
}
