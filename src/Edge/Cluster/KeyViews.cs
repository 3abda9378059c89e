using System.Collections.Concurrent;

namespace AiGateway.Edge.Cluster;

/// <summary>The health of every key this edge has heard of, by key id. Outlives catalog versions.</summary>
internal sealed class KeyViews
{
    private readonly ConcurrentDictionary<string, KeyView> _views = new(StringComparer.Ordinal);

    public KeyView this[string keyId] => _views.GetOrAdd(keyId, static id => new KeyView(id));

    public IReadOnlyCollection<KeyView> All => (IReadOnlyCollection<KeyView>)_views.Values;

    /// <summary>Forgets keys the catalog no longer names.</summary>
    public void Retain(IReadOnlySet<string> keyIds)
    {
        foreach (var id in _views.Keys)
        {
            if (!keyIds.Contains(id))
                _views.TryRemove(id, out _);
        }
    }
}
