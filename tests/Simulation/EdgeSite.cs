using AiGateway.Core.Limits;

namespace AiGateway.Simulation;

/// <summary>A place where one edge process runs at a time, under one id over all its restarts.</summary>
internal sealed class EdgeSite
{
    private readonly Cluster _cluster;
    private long _incarnation = 1_000;

    public EdgeSite(Cluster cluster, string id, double rate)
    {
        (_cluster, Id, Rate) = (cluster, id, rate);
        (Limits, Version, Route) = (cluster.History.Latest, cluster.History.Version, cluster.Current);
        Process = new SimulatedEdge(cluster, this, _incarnation);
    }

    public string Id { get; }

    /// <summary>Calls offered a second.</summary>
    public double Rate { get; }

    public LimitSet Limits { get; private set; }

    public long Version { get; private set; }

    /// <summary>The owner its reports go to.</summary>
    public SimulatedOwner Route { get; private set; }

    /// <summary>Stays with the owner it knows until then.</summary>
    public long StuckUntilUs { get; set; }

    public long CutOffUntilUs { get; set; }

    public SimulatedEdge Process { get; private set; }

    public bool HasLeft { get; private set; }

    /// <summary>A call to the owner has failed: it is looked up anew.</summary>
    public void Resolve()
    {
        if (_cluster.World.NowUs >= StuckUntilUs)
            Route = _cluster.Current;
    }

    public void Learn(LimitSet limits, long version)
    {
        if (version > Version)
            (Limits, Version) = (limits, version);
    }

    public void Restart(bool setBack)
    {
        if (HasLeft)
            return;
        Process.Kill();
        _incarnation += setBack ? -100 : 10;
        Resolve();
        Process = new SimulatedEdge(_cluster, this, _incarnation);
        Process.Start();
    }

    public void Leave(bool inOrder)
    {
        HasLeft = true;
        if (inOrder)
            Process.StopTraffic();
        else
            Process.Kill();
    }
}
