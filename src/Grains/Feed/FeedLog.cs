using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;

namespace AiGateway.Grains.Feed;

/// <summary>The newest status of every key and endpoint in the order of their last change, so that a reader's gap is read off the end.</summary>
internal sealed class FeedLog(long epoch)
{
    private readonly LinkedList<Entry> _byChange = new();
    private readonly Dictionary<(Type, string), LinkedListNode<Entry>> _byId = [];
    private long _sequence;
    private long _catalogVersion;

    /// <summary>Where a reader stands who knows everything.</summary>
    public FeedPosition Position => new(epoch, _sequence);

    /// <summary>Takes a status in; false when the one already held is as new.</summary>
    public bool Put(IFeedEntry status, long nowMs)
    {
        var id = (status.GetType(), status.Id);
        if (_byId.TryGetValue(id, out var held))
        {
            if (!status.IsNewerThan(held.Value.Status))
                return false;
            _byChange.Remove(held);
        }
        _byId[id] = _byChange.AddLast(new Entry(++_sequence, status, nowMs));
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

    /// <summary>Forgets keys and endpoints the catalog no longer names.</summary>
    public void Retain(IReadOnlySet<string> keyIds, IReadOnlySet<string> endpointIds)
    {
        foreach (var (type, id) in _byId.Keys)
        {
            if (!(type == typeof(KeyStatus) ? keyIds : endpointIds).Contains(id) && _byId.Remove((type, id), out var gone))
                _byChange.Remove(gone);
        }
    }

    /// <summary>What came after <paramref name="after"/>; a snapshot for a reader of another epoch; null when nothing did.</summary>
    public FeedBatch? Since(FeedPosition after, long nowMs)
    {
        var isSnapshot = after.Epoch != epoch;
        var from = isSnapshot ? 0 : after.Sequence;
        if (!isSnapshot && from >= _sequence)
            return null;

        var changed = new List<IFeedEntry>();
        for (var node = _byChange.Last; node is not null && node.Value.Sequence > from; node = node.Previous)
            changed.Add(node.Value.StatusAt(nowMs));
        changed.Reverse();
        return new FeedBatch(from, Position, isSnapshot, _catalogVersion, [.. changed.OfType<KeyStatus>()])
        {
            Endpoints = [.. changed.OfType<EndpointStatus>()],
        };
    }

    private readonly record struct Entry(long Sequence, IFeedEntry Status, long ReceivedAtMs)
    {
        /// <summary>A later reader gets what is left.</summary>
        public IFeedEntry StatusAt(long nowMs) => nowMs > ReceivedAtMs ? Status.After(nowMs - ReceivedAtMs) : Status;
    }
}
