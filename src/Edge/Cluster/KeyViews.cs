using System.Collections.Concurrent;
using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Cluster;

/// <summary>The health of every key and endpoint this edge has heard of, by id. Outlives catalog versions.</summary>
/// <param name="contact">By which views know whether owners can still be heard; null counts as always.</param>
internal sealed class KeyViews(ControlPlaneContact? contact = null)
{
    private readonly ConcurrentDictionary<string, KeyView> _views = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, EndpointView> _endpoints = new(StringComparer.Ordinal);

    public KeyView this[string keyId] => _views.TryGetValue(keyId, out var view) ? view : _views.GetOrAdd(keyId, new KeyView(keyId, contact));

    public IReadOnlyCollection<KeyView> All => (IReadOnlyCollection<KeyView>)_views.Values;

    public IReadOnlyCollection<EndpointView> Endpoints => (IReadOnlyCollection<EndpointView>)_endpoints.Values;

    /// <summary>The address of a provider.</summary>
    public EndpointView Endpoint(string providerId) =>
        _endpoints.TryGetValue(providerId, out var view) ? view : _endpoints.GetOrAdd(providerId, new EndpointView(providerId, contact));

    /// <summary>Puts each key to its endpoint as a catalog says, and forgets those that it no longer names.</summary>
    public void Follow(RoutingTable table, long nowMs)
    {
        foreach (var provider in table.Providers.Values.Where(p => p.Kind != ProviderKind.Demo))
            Follow(provider, nowMs);
        Retain(table.Keys.Keys.ToHashSet(StringComparer.Ordinal));
        foreach (var id in _endpoints.Keys.Where(id => !table.Providers.ContainsKey(id)))
            _endpoints.TryRemove(id, out _);
    }

    private void Follow(ProviderEntry provider, long nowMs)
    {
        var inUse = provider.Keys.Where(key => !key.Disabled).ToList();
        foreach (var account in inUse.GroupBy(key => key.Account, key => this[key.Id]))
        {
            foreach (var key in account)
                key.Mates = [.. account.Where(other => !ReferenceEquals(other, key))];
        }
        Endpoint(provider.Id).Belong(provider, [.. inUse.Select(key => this[key.Id])], nowMs);
    }

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
