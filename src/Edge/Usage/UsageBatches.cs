using AiGateway.Core.Usage;

namespace AiGateway.Edge.Usage;

/// <summary>Consecutive records of the journal, added up.</summary>
/// <param name="First">Number of the first.</param>
/// <param name="Last">Number of the last.</param>
internal sealed record UsageBatch(long First, long Last, UsageTally Tally);

/// <summary>
/// Cuts the journal into batches, once: bounds are written down before a batch is given out, so that after a crash it is
/// given again as it was. Not safe for several threads at once.
/// </summary>
internal sealed class UsageBatches(UsageJournal journal, string directory)
{
    /// <summary>Of a batch that has to be read back from the files.</summary>
    private const int MaxRecords = 10_000;

    /// <summary>Read at a time.</summary>
    private const int ReadBytes = 1024 * 1024;

    private readonly JournalReader _reader = new(journal);
    private JournalCursor _cursor = JournalCursor.Load(directory);
    private UsageBatch? _underWay;

    /// <summary>Records that are not confirmed.</summary>
    public long Unconfirmed => journal.Next - 1 - _cursor.Acknowledged;

    /// <summary>
    /// The batch that was not confirmed, then what an earlier process left, then all that has come since the last one. Each is
    /// to be confirmed before the next is asked for.
    /// </summary>
    public IEnumerable<UsageBatch> Waiting()
    {
        if (_underWay is { } again)
            yield return again;
        while (NextOfFiles() is { } old)
            yield return _underWay = old;
        if (NextOfMemory() is { } fresh)
            yield return _underWay = fresh;
    }

    /// <summary>Everyone has the batch; the journal may let it go.</summary>
    public void Confirm(UsageBatch batch)
    {
        _cursor = new JournalCursor(batch.Last, batch.Last);
        _cursor.Save(directory);
        journal.Forget(batch.Last);
        _underWay = null;
    }

    /// <summary>The batch an earlier process may have sent already, as that was; then the rest of what it left.</summary>
    private UsageBatch? NextOfFiles()
    {
        var (first, end) = (Math.Max(_cursor.Acknowledged + 1, journal.First), journal.TallyFirst);
        if (first >= end)
            return null;
        var last = _cursor.Intended >= first ? _cursor.Intended : Math.Min(first + MaxRecords, end) - 1;
        Intend(last);
        return new UsageBatch(first, last, ReadBack(first, last));
    }

    private UsageBatch? NextOfMemory()
    {
        if (journal.TakeTally() is not { } taken)
            return null;
        Intend(taken.Last);
        return new UsageBatch(taken.First, taken.Last, taken.Tally);
    }

    private void Intend(long last)
    {
        if (_cursor.Intended == last)
            return;
        _cursor = _cursor with { Intended = last };
        _cursor.Save(directory);
    }

    private UsageTally ReadBack(long first, long last)
    {
        var tally = new UsageTally();
        while (first <= last)
        {
            var lines = _reader.Read(first, last, ReadBytes);
            foreach (var record in lines.Records())
                tally.Add(record);
            first = lines.Last + 1;
        }
        return tally;
    }
}
