namespace AiGateway.Simulation;

/// <summary>Draws faults one after the other, and remembers when the last of them is over.</summary>
internal sealed class FaultPlan(Cluster cluster)
{
    private readonly World _world = cluster.World;
    private readonly long _endUs = cluster.Scenario.TrafficUs * 7 / 10;

    /// <summary>Nothing has been wrong since then, true microseconds.</summary>
    public long CalmSinceUs { get; private set; }

    private Chance Chance => _world.Chance;

    public void Start()
    {
        var scenario = cluster.Scenario;
        if (scenario.Loss > 0)
        {
            (cluster.Network.Loss, cluster.Network.Duplication, cluster.Network.Straggling) = (scenario.Loss, scenario.Loss, scenario.Loss);
            cluster.Store.Doubt = scenario.Loss;
            Lasts(_endUs);
            _world.At(_endUs, () =>
            {
                (cluster.Network.Loss, cluster.Network.Duplication, cluster.Network.Straggling) = (0, 0, 0);
                cluster.Store.Doubt = 0;
            });
            // Messages sent before may still arrive.
            Lasts(12 * World.SecondUs);
        }
        if (scenario.Faults.Length > 0)
            Plan();
    }

    private void Plan()
    {
        var at = _world.NowUs + Chance.Between(cluster.Scenario.FaultGapUs / 4, cluster.Scenario.FaultGapUs * 7 / 4);
        if (at >= _endUs)
            return;
        _world.At(at, () =>
        {
            Inject(Chance.Of<Fault>(cluster.Scenario.Faults.AsSpan()));
            Plan();
        });
    }

    private void Inject(Fault fault)
    {
        var site = Chance.Of(cluster.Sites);
        var longUs = Chance.Between(100_000, 5 * World.SecondUs);
        Lasts(longUs);
        switch (fault)
        {
            case Fault.EdgeKilled:
            case Fault.EdgeSetBack:
                site.Process.Kill();
                _world.After(longUs, () => site.Restart(setBack: fault == Fault.EdgeSetBack));
                break;
            case Fault.EdgeLeaves:
                if (cluster.Sites.Count(static each => !each.HasLeft) > 1)
                    site.Leave(inOrder: Chance.Is(0.5));
                break;
            case Fault.EdgeJoins:
                if (cluster.Sites.Count < 3 * cluster.Scenario.Edges)
                    cluster.Join(cluster.Scenario.Rate / cluster.Scenario.Edges);
                break;
            case Fault.EdgePaused:
                site.Process.Pause(_world.NowUs + longUs);
                break;
            case Fault.EdgeCutOff:
                site.CutOffUntilUs = _world.NowUs + (3 * longUs);
                Lasts(3 * longUs);
                break;
            case Fault.OwnerKilled:
                if (!cluster.IsDetecting)
                    cluster.KillOwner(silent: Chance.Is(0.5), Chance.Between(300_000, 8 * World.SecondUs));
                Lasts(10 * World.SecondUs);
                break;
            case Fault.OwnerMoved:
                cluster.Current.Close();
                break;
            case Fault.OwnerPaused:
                cluster.Current.PausedUntilUs = _world.NowUs + longUs;
                break;
            case Fault.OwnersSplit:
                Split();
                break;
            case Fault.StoreDown:
                cluster.Store.DownUntilUs = _world.NowUs + longUs;
                break;
            case Fault.StoreSlow:
                cluster.Store.SlowUntilUs = _world.NowUs + longUs;
                Lasts(longUs + (3 * World.SecondUs));
                break;
            case Fault.StoreDoubtful:
                cluster.Store.Doubt = 0.5;
                _world.After(longUs, () => cluster.Store.Doubt = cluster.Network.Loss);
                Lasts(longUs + (8 * World.SecondUs));
                break;
            case Fault.WallClockJumps:
                Chance.Of(cluster.Hosts).SetClock();
                break;
            default:
                ChangeLimit();
                break;
        }
    }

    private void Split()
    {
        if (cluster.IsDetecting)
            return;
        var until = _world.NowUs + Chance.Between(2 * World.SecondUs, 15 * World.SecondUs);
        Lasts(until - _world.NowUs);
        foreach (var site in cluster.Sites)
        {
            if (Chance.Is(0.5))
                site.StuckUntilUs = until;
        }
        var before = cluster.Current;
        before.IsCutOff = Chance.Is(0.4);
        cluster.ReplaceOwner();
        foreach (var site in cluster.Sites)
            site.Resolve();
        _world.At(until, () => before.Kill(silent: false));
    }

    private void ChangeLimit()
    {
        cluster.History.Change();
        var (limits, version) = (cluster.History.Latest, cluster.History.Version);
        foreach (var site in cluster.Sites)
            _world.After(Chance.Between(1_000, World.SecondUs), () => site.Learn(limits, version));
    }

    private void Lasts(long us) => CalmSinceUs = Math.Max(CalmSinceUs, _world.NowUs + us);
}
