namespace AiGateway.Edge.Usage;

/// <summary>Reads a journal forward, remembering where it is so that nothing is scanned twice.</summary>
internal sealed class JournalReader(UsageJournal journal)
{
    private long _segment = -1;
    private long _sequence;
    private long _offset;

    /// <summary>Complete lines from record <paramref name="first"/> on, within one file.</summary>
    /// <param name="last">Not beyond this record.</param>
    /// <param name="maxBytes">Not more than this, but always at least one line.</param>
    public JournalLines Read(long first, long last, int maxBytes)
    {
        if (journal.SegmentOf(first) is not { } segment)
            return new JournalLines(first, 0, []);
        using var file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (_segment != segment.First || _sequence > first)
            (_segment, _sequence, _offset) = (segment.First, segment.First, 0);
        var end = Math.Min(last, segment.End - 1);
        for (long room = maxBytes; ; room *= 2)
        {
            var left = RandomAccess.GetLength(file) - _offset;
            var bytes = new byte[Math.Min(room, left)];
            var read = bytes.AsSpan(0, RandomAccess.Read(file, bytes, _offset));
            var skipped = Take(read, first - 1);
            if (_sequence < first && skipped > 0)
                continue;
            var taken = Take(read[skipped..], end);
            if (taken > 0)
                return new JournalLines(first, (int)(_sequence - first), bytes[skipped..(skipped + taken)]);
            if (room >= left)
            {
                // The disk has lost the end of this file; waiting for it would hold up all that came after.
                _sequence = end + 1;
                return new JournalLines(first, (int)(_sequence - first), []);
            }
        }
    }

    /// <summary>Goes over whole lines up to record <paramref name="last"/>.</summary>
    /// <returns>Their bytes.</returns>
    private int Take(ReadOnlySpan<byte> bytes, long last)
    {
        var taken = 0;
        while (_sequence <= last && bytes[taken..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            taken += length + 1;
            _sequence++;
        }
        _offset += taken;
        return taken;
    }
}
