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
        using var file = new FileStream(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 64 * 1024);
        if (_segment != segment.First || _sequence > first)
            (_segment, _sequence, _offset) = (segment.First, segment.First, 0);
        file.Position = _offset;
        while (_sequence < first)
            Advance(ReadLine(file));
        return Collect(file, first, Math.Min(last, segment.End - 1), maxBytes);
    }

    private JournalLines Collect(FileStream file, long first, long last, int maxBytes)
    {
        var bytes = new List<byte>(Math.Min(maxBytes, 64 * 1024));
        while (_sequence <= last)
        {
            var line = ReadLine(file);
            if (bytes.Count > 0 && bytes.Count + line.Count > maxBytes)
                break;
            bytes.AddRange(line);
            Advance(line);
        }
        return new JournalLines(first, (int)(_sequence - first), [.. bytes]);
    }

    private void Advance(List<byte> line)
    {
        _offset += line.Count;
        _sequence++;
    }

    private static List<byte> ReadLine(FileStream file)
    {
        var line = new List<byte>(512);
        while (file.ReadByte() is >= 0 and var b)
        {
            line.Add((byte)b);
            if (b == '\n')
                return line;
        }
        throw new EndOfStreamException($"{file.Name} is shorter than the journal says.");
    }
}
