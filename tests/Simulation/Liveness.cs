using AiGateway.Core.Limits;

namespace AiGateway.Simulation;

/// <summary>
/// Once nothing is wrong any more and what was taken over has left the windows: an edge whose calls are all refused while the
/// owner has had permits for two seconds is a fault too.
/// </summary>
internal sealed class Liveness(Cluster cluster, FaultPlan faults)
{
    private const long StepUs = World.SecondUs / 4;
    private const long PatienceUs = 2 * World.SecondUs;

    private readonly World _world = cluster.World;
    private readonly long _settlesUs = cluster.Scenario.LongestWindowUs
        + (((2 * cluster.Scenario.Terms.LeaseMs) + cluster.Scenario.Terms.HorizonMs + (2 * cluster.Scenario.Terms.MaxSkewMs)) * 1_000)
        + (cluster.Scenario.Limits.Any(limit => limit.Dimension == LimitDimension.Concurrent) ? cluster.Scenario.Terms.SilenceMs * 1_000 : 0)
        + (3 * World.SecondUs);
    private SimulatedOwner? _owner;
    private long _leftSinceUs = long.MaxValue;

    /// <summary>Time in which edges were looked at, seconds.</summary>
    public double WatchedSeconds { get; private set; }

    public string? Broken { get; private set; }

    public void Start() => _world.After(StepUs, Look);

    private void Look()
    {
        if (_world.NowUs >= cluster.Scenario.TrafficUs || Broken is not null)
            return;
        _world.After(StepUs, Look);
        var owner = cluster.Current;
        if (owner != _owner || !HasPermits(owner))
            (_owner, _leftSinceUs) = (owner, HasPermits(owner) ? _world.NowUs : long.MaxValue);
        if (_world.NowUs < faults.CalmSinceUs + _settlesUs)
            return;
        WatchedSeconds += StepUs / (double)World.SecondUs;
        if (_leftSinceUs > _world.NowUs - PatienceUs)
            return;
        foreach (var site in cluster.Sites)
        {
            var process = site.Process;
            if (process.Alive && process.HungrySinceUs > 0 && process.HungrySinceUs < _world.NowUs - PatienceUs
                && process.LastRefusedUs - Math.Max(Math.Max(process.HungrySinceUs, _leftSinceUs), faults.CalmSinceUs + _settlesUs) > PatienceUs)
            {
                Broken = $"{site.Id} starves since {process.HungrySinceUs / World.SecondUs} s while the owner has permits since {_leftSinceUs / World.SecondUs} s";
            }
        }
    }

    /// <summary>Enough for any call.</summary>
    private bool HasPermits(SimulatedOwner owner)
    {
        if (!owner.Serves)
            return false;
        foreach (var ledger in owner.Rules!.Ledgers.All)
        {
            var need = ledger.Dimension.Unit() == LimitUnit.Token ? cluster.Scenario.MostTokens : 1;
            if (ledger.Bound is { } bound && ledger.Left < Math.Min(need, bound))
                return false;
        }
        return true;
    }
}
