using System.Globalization;
using AiGateway.Core.Usage;
using Microsoft.Win32.SafeHandles;

namespace AiGateway.Edge.Usage;

/// <summary>
/// The edge's own record of every call, on disk before the caller has its whole answer, so that killing the process loses
/// none. A second component passes it on to the control plane and then lets it go. Files hold one JSON record a line and
/// are named by the number of their first; a record's number is its place.
/// </summary>
/// <remarks>
/// A write reaches the operating system, not the disk: a killed process loses nothing, a machine that loses power may lose
/// what the system had not yet written.
/// </remarks>
internal sealed class UsageJournal : IDisposable
{
    private const long SegmentBytes = 16 * 1024 * 1024;
    private const string Suffix = ".usage.ndjson";
    private readonly string _directory;
    private readonly long _segmentBytes;
    private readonly FileStream _lock;
    private readonly Lock _gate = new();
    private readonly List<long> _segments = [];
    private SafeFileHandle _tail;
    private long _tailLength;
    private UsageTally _tally = new();
    private long _tallyFirst;
    private long _next;
    private long _passedOn;
    private long _held = long.MaxValue;

    private UsageJournal(string directory, long segmentBytes, FileStream @lock)
    {
        (_directory, _segmentBytes, _lock) = (directory, segmentBytes, @lock);
        var cursor = JournalCursor.Load(directory);
        _segments.AddRange(Directory.EnumerateFiles(directory, "*" + Suffix).Select(FirstOf).Order());
        if (_segments.Count == 0)
            _segments.Add(cursor.Acknowledged + 1);
        (_tail, _tailLength, _next) = OpenTail(_segments[^1]);
        PassLostEnd(cursor);
        _tallyFirst = _next;
    }

    /// <summary>Number of the oldest record still held, or of the next one.</summary>
    public long First
    {
        get
        {
            lock (_gate)
                return _segments[0];
        }
    }

    /// <summary>Number the next record will get; the first is 1.</summary>
    public long Next
    {
        get
        {
            lock (_gate)
                return _next;
        }
    }

    /// <exception cref="IOException">The directory belongs to another running process, or cannot be written.</exception>
    public static UsageJournal Open(string directory, long segmentBytes = SegmentBytes)
    {
        Directory.CreateDirectory(directory);
        FileStream @lock;
        try
        {
            @lock = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"The usage journal in {directory} is in use by another process; give each edge a Gateway:DataDirectory of its own.", e);
        }
        return new UsageJournal(directory, segmentBytes, @lock);
    }

    public void Append(UsageRecord record)
    {
        var line = JournalLine.Of(record);
        lock (_gate)
        {
            if (_tailLength >= _segmentBytes)
                BeginSegment(_next);
            RandomAccess.Write(_tail, line, _tailLength);
            _tailLength += line.Length;
            _next++;
            _tally.Add(record);
            if (_tally.IsFull)
                (_tallyFirst, _tally) = (_next, new UsageTally());
        }
    }

    /// <summary>The file that holds record <paramref name="sequence"/>, and the number after its last complete record.</summary>
    /// <returns>Null when that record has not been written.</returns>
    public (string Path, long First, long End)? SegmentOf(long sequence)
    {
        lock (_gate)
        {
            var index = _segments.FindLastIndex(first => first <= sequence);
            if (index < 0 || sequence >= _next)
                return null;
            return (PathOf(_segments[index]), _segments[index], index == _segments.Count - 1 ? _next : _segments[index + 1]);
        }
    }

    /// <summary>Number of the first record <see cref="TakeTally"/> will give; those before it are in the files alone.</summary>
    public long TallyFirst
    {
        get
        {
            lock (_gate)
                return _tallyFirst;
        }
    }

    /// <summary>The sum of all records since it was last taken, so that what is passed on soon need not be read again.</summary>
    /// <returns>Null when there are none.</returns>
    public (long First, long Last, UsageTally Tally)? TakeTally()
    {
        lock (_gate)
        {
            if (_tally.IsEmpty)
                return null;
            var taken = (_tallyFirst, _next - 1, _tally);
            (_tallyFirst, _tally) = (_next, new UsageTally());
            return taken;
        }
    }

    /// <summary>Lets go of whole files whose records are all numbered at most <paramref name="sequence"/>, and not held.</summary>
    public void Forget(long sequence)
    {
        lock (_gate)
        {
            _passedOn = Math.Max(_passedOn, sequence);
            DropFiles();
        }
    }

    /// <summary>Keeps what is numbered above <paramref name="sequence"/> for a second reader, which calls again as it goes on.</summary>
    public void Hold(long sequence)
    {
        lock (_gate)
        {
            _held = sequence;
            DropFiles();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _tail.Dispose();
        _lock.Dispose();
    }

    /// <summary>
    /// A machine that lost power may have lost the journal's end after it was passed on. Its numbers must not be given again:
    /// whoever has the old records would take the new ones for them. What may have been sent and is not confirmed keeps its
    /// place as empty lines, so that the rest of it is sent with the bounds it had.
    /// </summary>
    private void PassLostEnd(JournalCursor cursor)
    {
        if (_next <= cursor.Acknowledged)
            BeginSegment(cursor.Acknowledged + 1);
        var lost = cursor.Intended + 1 - _next;
        if (lost <= 0)
            return;
        var lines = new byte[lost];
        Array.Fill(lines, (byte)'\n');
        RandomAccess.Write(_tail, lines, _tailLength);
        (_tailLength, _next) = (_tailLength + lost, _next + lost);
    }

    private void DropFiles()
    {
        while (_segments.Count > 1 && _segments[1] <= Math.Min(_passedOn, _held) + 1)
        {
            File.Delete(PathOf(_segments[0]));
            _segments.RemoveAt(0);
        }
    }

    private void BeginSegment(long first)
    {
        var (handle, length, next) = OpenTail(first);
        _tail.Dispose();
        (_tail, _tailLength, _next) = (handle, length, next);
        _segments.Add(first);
    }

    private (SafeFileHandle Handle, long Length, long Next) OpenTail(long first)
    {
        var handle = File.OpenHandle(PathOf(first), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        // A process killed in the middle of a write leaves half a line, which was nobody's record yet.
        var (lines, length) = CompleteLines(handle);
        RandomAccess.SetLength(handle, length);
        return (handle, length, first + lines);
    }

    private static (long Lines, long Length) CompleteLines(SafeFileHandle handle)
    {
        var (lines, length) = (0L, 0L);
        var buffer = new byte[64 * 1024];
        for (long offset = 0; RandomAccess.Read(handle, buffer, offset) is > 0 and var count; offset += count)
        {
            var span = buffer.AsSpan(0, count);
            lines += span.Count((byte)'\n');
            if (span.LastIndexOf((byte)'\n') is >= 0 and var last)
                length = offset + last + 1;
        }
        return (lines, length);
    }

    private string PathOf(long first) => Path.Combine(_directory, first.ToString("d19", CultureInfo.InvariantCulture) + Suffix);

    private static long FirstOf(string path) => long.Parse(Path.GetFileName(path)[..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture);
}
