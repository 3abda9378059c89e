using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Simulation;

/// <summary>Everything that exists in one run: machines, owners, edges, the store, and who finds whom.</summary>
internal sealed class Cluster
{
    private readonly List<SimulatedOwner> _owners = [];
    private readonly List<EdgeSite> _sites = [];
    private readonly OwnerHost[] _hosts;
    private SimulatedOwner _current;

    public Cluster(Scenario scenario)
    {
        Scenario = scenario;
        World = new World(scenario.Seed);
        Network = new Network(World);
        Store = new SimulatedStore(World);
        History = new LimitHistory(World, scenario.Limits);
        Invariants = new Invariants(this);
        _hosts = [new(World, scenario), new(World, scenario), new(World, scenario)];
        _current = NewOwner();
        double parts = 0;
        for (var at = 0; at < scenario.Edges; at++)
            parts += Part(at);
        for (var at = 0; at < scenario.Edges; at++)
            Join(scenario.Rate * Part(at) / parts);
    }

    public Scenario Scenario { get; }

    public World World { get; }

    public Network Network { get; }

    public SimulatedStore Store { get; }

    public LimitHistory History { get; }

    public Audit Audit { get; } = new();

    public Invariants Invariants { get; }

    public IReadOnlyList<EdgeSite> Sites => _sites;

    public IReadOnlyList<OwnerHost> Hosts => _hosts;

    public IReadOnlyList<SimulatedOwner> Owners => _owners;

    public long Offered { get; set; }

    public long Waits { get; set; }

    public long Reports { get; set; }

    /// <summary>Calls turned away because the owner waits for its store.</summary>
    public long Unavailable { get; set; }

    public int OwnerChanges { get; private set; }

    /// <summary>Whoever asks for the owner now finds this one; one that stopped by itself is followed by another at once.</summary>
    public SimulatedOwner Current
    {
        get
        {
            if (!_current.Alive && !_current.Silent && !IsDetecting)
                _current = NewOwner();
            return _current;
        }
    }

    /// <summary>A lost owner is not yet known to be lost.</summary>
    public bool IsDetecting { get; private set; }

    public void Begun(bool isUse, long tokens)
    {
        var slots = Scenario.Limits.Any(static limit => limit is { Hard: true, Dimension: LimitDimension.Concurrent })
            ? History.Most(LimitDimension.Concurrent, World.NowUs - SlackUs, World.NowUs) : 0;
        Audit.Begun(World.NowUs, tokens, isUse, slots);
    }

    /// <summary>How long permits given under a bound that was lowered can still be used.</summary>
    public long SlackUs => ((2 * Scenario.Terms.LeaseMs) + Scenario.Terms.HorizonMs + Scenario.Terms.SilenceMs + 5_000) * 1_000;

    public long NextArrivalUs(double rate)
    {
        var at = World.NowUs + World.Chance.Gap(Scenario.Bursty ? rate * 4 : rate);
        // Three seconds of four are silent.
        if (Scenario.Bursty && at / World.SecondUs % 4 != 0)
            at = (((at / (4 * World.SecondUs)) + 1) * 4 * World.SecondUs) + World.Chance.Between(0, 100_000);
        return at;
    }

    public EdgeSite Join(double rate)
    {
        var site = new EdgeSite(this, $"edge-{_sites.Count}", rate);
        _sites.Add(site);
        site.Process.Start();
        return site;
    }

    public void Recall(EdgeName edge)
    {
        foreach (var site in _sites)
        {
            if (site.Process.Name == edge)
                Network.Send(site.Process.Recall);
        }
    }

    public void KillOwner(bool silent, long detectionUs)
    {
        var lost = Current;
        lost.Kill(silent);
        IsDetecting = true;
        World.After(detectionUs, () =>
        {
            IsDetecting = false;
            ReplaceOwner();
        });
    }

    /// <summary>Another owner is found from now on, whatever the one before does.</summary>
    public SimulatedOwner ReplaceOwner() => _current = NewOwner();

    public void TookOver() => OwnerChanges++;

    public void Inspect(SimulatedOwner owner) => Invariants.Check(owner);

    private SimulatedOwner NewOwner()
    {
        var owner = new SimulatedOwner(this, World.Chance.Of<OwnerHost>(_hosts.AsSpan()));
        _owners.Add(owner);
        return owner;
    }

    private double Part(int edge) => Scenario.Uneven ? 1.0 / Math.Pow(edge + 1, 1.2) : 1;
}
