using AiGateway.Grains.Catalog;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Grayscale;
using AiGateway.Grains.Keys;

namespace AiGateway.Grains.Feed;

/// <summary>The newest status of every key, endpoint and ramp in the order of their last change, so that a reader's gap is read off the end.</summary>
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

    /// <summary>Forgets what the catalog no longer names.</summary>
    public void Retain(CatalogKeyIds catalog)
    {
        var (keys, endpoints, ramps) = (catalog.Ids.ToHashSet(StringComparer.Ordinal), catalog.Providers.ToHashSet(StringComparer.Ordinal), catalog.Ramps.ToHashSet(StringComparer.Ordinal));
        foreach (var (type, id) in _byId.Keys)
        {
            var named = type == typeof(KeyStatus) ? keys : type == typeof(EndpointStatus) ? endpoints : ramps;
            if (!named.Contains(id) && _byId.Remove((type, id), out var gone))
                _byChange.Remove(gone);
        }
    }

    /// <summary>What is held of one ramp; null when it was never told.</summary>
    public RampStatus? Ramp(string modelId) => _byId.TryGetValue((typeof(RampStatus), modelId), out var held) ? (RampStatus)held.Value.Status : null;

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
            Ramps = [.. changed.OfType<RampStatus>()],
        };
    }

    private readonly record struct Entry(long Sequence, IFeedEntry Status, long ReceivedAtMs)
    {
        /// <summary>A later reader gets what is left.</summary>
        public IFeedEntry StatusAt(long nowMs) => nowMs > ReceivedAtMs ? Status.After(nowMs - ReceivedAtMs) : Status;
    }
}
