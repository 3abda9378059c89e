using System.Collections.Concurrent;
using AiGateway.Core.Pinning;

namespace AiGateway.Edge.Pinning;

/// <summary>
/// What this edge has learnt of pins, also that there are none. Bounded: when it is half full what was not used since the last
/// time is dropped.
/// </summary>
/// <param name="capacity">Entries at the most; about 300 bytes each.</param>
internal sealed class PinCache(int capacity)
{
    private readonly Lock _gate = new();
    private volatile ConcurrentDictionary<(string Key, string Consumer), Entry> _young = new();
    private volatile ConcurrentDictionary<(string Key, string Consumer), Entry> _old = new();
    private int _added;

    public int Count => _young.Count + _old.Count;

    /// <summary>Null when nothing is known, or only what is too old.</summary>
    public PinFinding? Find(string key, string consumer, long nowMs)
    {
        if (!_young.TryGetValue((key, consumer), out var entry))
        {
            if (!_old.TryRemove((key, consumer), out entry))
                return null;
            Add((key, consumer), entry);
        }
        return nowMs < entry.UntilMs ? entry.Finding : null;
    }

    public void Set(string key, string consumer, PinFinding finding, long untilMs) => Add((key, consumer), new Entry(finding, untilMs));

    private void Add((string Key, string Consumer) key, Entry entry)
    {
        _young[key] = entry;
        // Counting a concurrent dictionary takes all its locks: entries are counted by those who add them.
        if (Interlocked.Increment(ref _added) < capacity / 2)
            return;
        lock (_gate)
        {
            if (Volatile.Read(ref _added) < capacity / 2)
                return;
            _old = _young;
            _young = new();
            Volatile.Write(ref _added, 0);
        }
    }

    private sealed record Entry(PinFinding Finding, long UntilMs);
}
