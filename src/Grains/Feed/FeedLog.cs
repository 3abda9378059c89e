using AiGateway.Grains.Keys;

namespace AiGateway.Grains.Feed;

/// <summary>The newest status of every key in the order of their last change, so that a reader's gap is read off the end.</summary>
internal sealed class FeedLog(long epoch)
{
    private readonly LinkedList<Entry> _byChange = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byKey = new(StringComparer.Ordinal);
    private long _sequence;
    private long _catalogVersion;

    /// <summary>Takes a status in; false when the one already held is as new.</summary>
    public bool Put(KeyStatus status, long nowMs)
    {
        if (_byKey.TryGetValue(status.KeyId, out var held))
        {
            if (!status.IsNewerThan(held.Value.Status))
                return false;
            _byChange.Remove(held);
        }
        _byKey[status.KeyId] = _byChange.AddLast(new Entry(++_sequence, status, nowMs));
        return true;
    }

    public bool PutCatalog(long version)
    {
        if (version <= _catalogVersion)
            return false;
        _catalogVersion = version;
        _sequence++;
        return true;
    }

    /// <summary>Forgets keys the catalog no longer names.</summary>
    public void Retain(IReadOnlySet<string> keyIds)
    {
        foreach (var id in _byKey.Keys.Where(id => !keyIds.Contains(id)).ToList())
        {
            _byChange.Remove(_byKey[id]);
            _byKey.Remove(id);
        }
    }

    /// <summary>What came after <paramref name="after"/>; a snapshot for a reader of another epoch; null when nothing did.</summary>
    public FeedBatch? Since(FeedPosition after, long nowMs)
    {
        var isSnapshot = after.Epoch != epoch;
        var from = isSnapshot ? 0 : after.Sequence;
        if (!isSnapshot && from >= _sequence)
            return null;

        var keys = new List<KeyStatus>();
        for (var node = _byChange.Last; node is not null && node.Value.Sequence > from; node = node.Previous)
            keys.Add(node.Value.StatusAt(nowMs));
        keys.Reverse();
        return new FeedBatch(new FeedPosition(epoch, _sequence), isSnapshot, _catalogVersion, [.. keys]);
    }

    private readonly record struct Entry(long Sequence, KeyStatus Status, long ReceivedAtMs)
    {
        /// <summary>The durations in a status count from when it was sent; a later reader gets what is left of them.</summary>
        public KeyStatus StatusAt(long nowMs)
        {
            var elapsed = Math.Max(0, nowMs - ReceivedAtMs);
            if (elapsed == 0)
                return Status;
            return Status with
            {
                UntilInMs = Status.UntilInMs is { } until ? Math.Max(0, until - elapsed) : null,
                BlockedModels = [.. Status.BlockedModels.Where(m => m.UntilInMs > elapsed).Select(m => m with { UntilInMs = m.UntilInMs - elapsed })],
            };
        }
    }
}
