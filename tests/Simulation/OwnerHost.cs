namespace AiGateway.Simulation;

/// <summary>A machine owners run on: its wall clock is off by as much as is allowed.</summary>
internal sealed class OwnerHost
{
    private readonly World _world;
    private readonly Scenario _scenario;
    private long _skewMs;

    public OwnerHost(World world, Scenario scenario)
    {
        (_world, _scenario) = (world, scenario);
        DriftPpm = world.Chance.Between(-scenario.Terms.DriftPpm / 2, scenario.Terms.DriftPpm / 2);
        SetClock();
    }

    public long DriftPpm { get; }

    /// <summary>A Monday's midnight less the time to it.</summary>
    public long UnixMs => 1_767_571_200_000 - (_scenario.MidnightUs / 1_000) + (_world.NowUs / 1_000) + _skewMs;

    /// <summary>Somebody sets the wall clock; it stays within what is allowed, less what owners gain or lose while they run.</summary>
    public void SetClock()
    {
        var most = Math.Max(0, (_scenario.Terms.MaxSkewMs / 2) - 10);
        _skewMs = _world.Chance.Is(0.5) ? _world.Chance.Of<long>([-most, most]) : _world.Chance.Between(-most, most);
    }
}
