using System.Runtime.InteropServices;

namespace AiGateway.Core.Limits.Owner;

/// <summary>
/// Charges of a sliding window, in buckets of a six-hundredth of it. A bucket counts until a whole window after its end, so a
/// charge counts for at least a window after the use it stands for. Only buckets with charges are kept.
/// </summary>
/// <param name="windowMs">The window, milliseconds.</param>
internal sealed class SlidingCharges(long windowMs) : ICharges
{
    private readonly long _bucketMs = Math.Max(50, windowMs / 600);
    private readonly List<Bucket> _buckets = [];
    private int _head;

    public long Used { get; private set; }

    public void Advance(LedgerTime now)
    {
        while (_head < _buckets.Count && LeavesAtMs(_buckets[_head].Index) <= now.Ms)
            Used -= _buckets[_head++].Count;
        if (_head > 64 && _head > _buckets.Count / 2)
        {
            _buckets.RemoveRange(0, _head);
            _head = 0;
        }
    }

    public void Charge(long count, long atMs)
    {
        if (count <= 0)
            return;
        var index = atMs / _bucketMs;
        var at = _buckets.Count;
        while (at > _head && _buckets[at - 1].Index > index)
            at--;
        if (at > _head && _buckets[at - 1].Index == index)
            CollectionsMarshal.AsSpan(_buckets)[at - 1].Count += count;
        else
            _buckets.Insert(at, new Bucket(index, count));
        Used += count;
    }

    /// <summary>
    /// Oldest first: the charge that was not used is still there, and now stands for the older use that it outlasts.
    /// </summary>
    public void Refund(long count)
    {
        for (var at = _head; at < _buckets.Count && count > 0; at++)
        {
            ref var bucket = ref CollectionsMarshal.AsSpan(_buckets)[at];
            var taken = Math.Min(count, bucket.Count);
            bucket.Count -= taken;
            Used -= taken;
            count -= taken;
        }
    }

    public long FreesMs(long count, LedgerTime now)
    {
        var leavesAtMs = now.Ms + 1;
        for (var at = _head; at < _buckets.Count && count > 0; at++)
        {
            count -= _buckets[at].Count;
            leavesAtMs = LeavesAtMs(_buckets[at].Index);
        }
        return Math.Max(1, leavesAtMs - now.Ms);
    }

    public long ResetMs(LedgerTime now) => Used == 0 ? 0 : Math.Max(0, LeavesAtMs(_buckets[^1].Index) - now.Ms);

    /// <summary>By the second, each at its end, which keeps the record small and counts nothing too early.</summary>
    public IReadOnlyList<StoredCharge> Store()
    {
        var stored = new List<StoredCharge>();
        for (var at = _head; at < _buckets.Count; at++)
        {
            if (_buckets[at].Count == 0)
                continue;
            var atMs = ((_buckets[at].Index + 1) * _bucketMs) - 1;
            if (stored.Count > 0 && stored[^1].AtMs / 1_000 == atMs / 1_000)
                stored[^1] = new(atMs, stored[^1].Count + _buckets[at].Count);
            else
                stored.Add(new(atMs, _buckets[at].Count));
        }
        return stored;
    }

    private long LeavesAtMs(long index) => ((index + 1) * _bucketMs) + windowMs;

    private record struct Bucket(long Index, long Count);
}
