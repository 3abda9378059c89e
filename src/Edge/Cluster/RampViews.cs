using System.Collections.Concurrent;
using AiGateway.Edge.Catalog;
using AiGateway.Grains.Grayscale;

namespace AiGateway.Edge.Cluster;

/// <summary>The ramps this edge has heard of, by their models' ids.</summary>
internal sealed class RampViews
{
    private readonly ConcurrentDictionary<string, RampView> _views = new(StringComparer.Ordinal);

    /// <summary>A call that the split gave to a canary has failed.</summary>
    public event Action<RampView>? CanaryFailed;

    public RampView this[string modelId] =>
        _views.TryGetValue(modelId, out var view) ? view : _views.GetOrAdd(modelId, new RampView(modelId, failed => CanaryFailed?.Invoke(failed)));

    public void Apply(RampStatus status) => this[status.ModelId].Apply(status);

    /// <summary>Forgets ramps that a catalog no longer names.</summary>
    public void Follow(RoutingTable table)
    {
        foreach (var id in _views.Keys.Where(id => !table.Ramps.Any(route => route.Spec.Id == id)))
            _views.TryRemove(id, out _);
    }
}
