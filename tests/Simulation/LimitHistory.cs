using AiGateway.Core.Limits;

namespace AiGateway.Simulation;

/// <summary>The bounds as they were set over time; each edge learns of a change in its own time.</summary>
internal sealed class LimitHistory(World world, Limit[] first)
{
    private readonly List<(long AtUs, LimitSet Limits)> _versions = [(0, new LimitSet(first))];

    public LimitSet Latest => _versions[^1].Limits;

    public long Version => _versions.Count;

    public bool WasChanged => _versions.Count > 1;

    public bool WasLowered { get; private set; }

    public void Change()
    {
        var index = (int)world.Chance.Between(0, first.Length - 1);
        var limits = Latest.Limits.ToArray();
        var was = limits[index].Bound;
        var bound = Math.Max(1, world.Chance.Is(0.5) ? was / world.Chance.Between(2, 4) : Math.Min(first[index].Bound * 3, was * 2));
        WasLowered |= bound < was;
        limits[index] = limits[index] with { Bound = bound };
        _versions.Add((world.NowUs, new LimitSet(limits)));
    }

    /// <summary>The largest bound that was in force at any moment of a span.</summary>
    public long Most(LimitDimension dimension, long fromUs, long toUs)
    {
        long most = 0;
        for (var at = 0; at < _versions.Count; at++)
        {
            var endUs = at + 1 < _versions.Count ? _versions[at + 1].AtUs : long.MaxValue;
            if (endUs >= fromUs && _versions[at].AtUs <= toUs)
                most = Math.Max(most, _versions[at].Limits.Of(dimension)!.Value.Bound);
        }
        return most;
    }
}
