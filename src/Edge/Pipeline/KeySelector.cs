using System.Collections.Concurrent;
using AiGateway.Core.Grayscale;
using AiGateway.Core.Health;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Pipeline;

/// <summary>Chooses among a provider's keys: by weight among the usable ones, never one that was tried before for this call.</summary>
internal sealed class KeySelector(KeyViews views, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Rotation> _rotations = new(StringComparer.Ordinal);

    /// <summary>A usable key, or one whose offered probe this call takes; null when there is none.</summary>
    public (ProviderKey Key, KeyView View, Grains.Keys.ProbeGrant? Probe)? Next(ProviderEntry provider, string model, IReadOnlyCollection<string> tried)
    {
        var keys = provider.Keys;
        var now = time.MonotonicMs();
        Span<bool> eligible = stackalloc bool[keys.Length];
        var any = false;
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i];
            if (key.Disabled || (tried.Count > 0 && tried.Contains(key.Id)))
                continue;
            var view = views[key.Id];
            if (view.TakeProbe() is { } probe)
                return (key, view, probe);
            any |= eligible[i] = view.IsUsable(model, now);
        }
        if (!any)
            return null;
        var chosen = keys[RotationOf(provider).Next(eligible)];
        return (chosen, views[chosen.Id], null);
    }

    /// <summary>When the first key of a route is usable again by time alone, milliseconds; null when none will be.</summary>
    public long? UsableInMs(Route route)
    {
        var now = time.MonotonicMs();
        long? first = null;
        foreach (var hop in route.Hops)
        {
            foreach (var key in hop.Target.Provider.Keys)
            {
                if (!key.Disabled && views[key.Id].UsableInMs(hop.Model, now) is { } ms)
                    first = Math.Min(first ?? long.MaxValue, ms);
            }
        }
        return first;
    }

    /// <summary>What is to be expected of the keys of a route, for a caller that none of them could serve.</summary>
    public KeyOutlook Outlook(Route route)
    {
        var now = time.MonotonicMs();
        long? first = null;
        var (keys, throttled, outOfQuota) = (0, 0, 0);
        foreach (var key in route.Hops.SelectMany(hop => hop.Target.Provider.Keys).Where(key => !key.Disabled))
        {
            var view = views[key.Id];
            keys++;
            throttled += view.Status.State == KeyHealthState.Throttled ? 1 : 0;
            outOfQuota += view.Status.State == KeyHealthState.QuotaOut ? 1 : 0;
            if (view.UntilInMs(now) is { } until)
                first = Math.Min(first ?? long.MaxValue, until);
        }
        return new KeyOutlook(first, keys > 0 && throttled == keys, keys > 0 && outOfQuota == keys);
    }

    private WeightedRotation RotationOf(ProviderEntry provider)
    {
        if (!_rotations.TryGetValue(provider.Id, out var rotation) || !ReferenceEquals(rotation.Keys, provider.Keys))
        {
            rotation = new Rotation(provider.Keys, new WeightedRotation([.. provider.Keys.Select(k => k.Weight)]));
            _rotations[provider.Id] = rotation;
        }
        return rotation.Weights;
    }

    private sealed record Rotation(ProviderKey[] Keys, WeightedRotation Weights);
}
