using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Simulation;

/// <summary>The shell around a real <see cref="LeaseAccount"/>: one edge process with its calls and its agent.</summary>
internal sealed class SimulatedEdge
{
    private const int Rounds = 4;
    private const long TickUs = 250_000;
    private const long TimeoutUs = 2 * World.SecondUs;

    private readonly Cluster _cluster;
    private readonly EdgeSite _site;
    private readonly World _world;
    private readonly MonotonicClock _clock;
    private readonly RunningCalls _calls;
    private readonly Action<long> _arrive;
    private readonly Action<long> _tick;
    private List<Call> _waiting = [];
    private List<Call> _retrying = [];
    private LeaseAccount? _account;
    private long _firstSequence;
    private Pending? _pending;
    private long _pausedUntilUs;
    private bool _traffic = true;

    public SimulatedEdge(Cluster cluster, EdgeSite site, long incarnation)
    {
        (_cluster, _site, _world) = (cluster, site, cluster.World);
        Name = new(site.Id, incarnation);
        var driftPpm = cluster.Scenario.Terms.DriftPpm / 2;
        _clock = new(_world, _world.Chance.Between(0, 1_000_000_000), _world.Chance.Between(-driftPpm, driftPpm));
        _calls = new(this, cluster);
        (_arrive, _tick) = (Arrive, Tick);
    }

    public EdgeName Name { get; }

    public bool Alive { get; private set; } = true;

    public LeaseAccount? Account => _account;

    public long NowMs => _clock.NowMs;

    public bool IsPaused => _world.NowUs < _pausedUntilUs;

    public long PausedUntilUs => _pausedUntilUs;

    /// <summary>Since when it offers calls and none is admitted, true microseconds; 0 while they are.</summary>
    public long HungrySinceUs { get; private set; }

    public long LastRefusedUs { get; private set; }

    public void Start()
    {
        if (_site.Rate > 0)
            _world.At(_world.NowUs + _world.Chance.Gap(_site.Rate), _arrive, 0);
        _world.At(_world.NowUs + _world.Chance.Between(0, TickUs), _tick, 0);
    }

    public void StopTraffic() => _traffic = false;

    public void Pause(long untilUs) => _pausedUntilUs = Math.Max(_pausedUntilUs, untilUs);

    public void Kill()
    {
        if (!Alive)
            return;
        Alive = false;
        _calls.Die();
    }

    public void Recall()
    {
        if (!Alive || _account is not { } account)
            return;
        account.Recall();
        if (account.ReportDue(_site.Limits, NowMs))
            Report();
    }

    private void Arrive(long number)
    {
        if (!Alive || !_traffic || _world.NowUs >= _cluster.Scenario.TrafficUs)
            return;
        if (IsPaused)
        {
            _world.At(_pausedUntilUs, _arrive, 0);
            return;
        }
        _world.At(_cluster.NextArrivalUs(_site.Rate), _arrive, 0);
        _cluster.Offered++;
        _account ??= new LeaseAccount(Name, _firstSequence += 1_000_000, _cluster.Scenario.Terms, _cluster.Scenario.Without);
        Try(Call.New(_cluster));
    }

    private void Try(Call call)
    {
        var result = _account!.TryAdmit(call.Demand, _site.Limits, NowMs);
        if (result.Outcome == AdmitOutcome.Admitted)
        {
            HungrySinceUs = 0;
            _cluster.Waits += call.Tries > 0 ? 1 : 0;
            _calls.Begin(call, result.Reservation, _account);
            if (result.RefillDue)
                Report();
        }
        else if (result.Outcome == AdmitOutcome.NeedsLease && call.Tries < Rounds)
        {
            _waiting.Add(call with { Tries = call.Tries + 1 });
            Report();
        }
        else
        {
            LastRefusedUs = _world.NowUs;
            _cluster.Unavailable += result.Outcome == AdmitOutcome.Unavailable ? 1 : 0;
            if (HungrySinceUs == 0)
                HungrySinceUs = _world.NowUs;
        }
    }

    private void Tick(long number)
    {
        if (!Alive)
            return;
        if (IsPaused)
        {
            _world.At(_pausedUntilUs, _tick, 0);
            return;
        }
        _world.At(_world.NowUs + TickUs, _tick, 0);
        if (_account is not { } account)
            return;
        if (account.ReportDue(_site.Limits, NowMs))
            Report();
        else if (_pending is null && account.IsIdle(NowMs))
            _account = null;
    }

    private void Report()
    {
        if (_pending is not null)
            return;
        var pending = new Pending(_account!, NowMs);
        _pending = pending;
        _cluster.Reports++;
        var report = _account!.BeginReport(_site.Limits, NowMs);
        var request = new LeaseRequest(this, report, _site.Limits, _site.Version, reply => Hear(pending, reply));
        var owner = _site.Route;
        if (_world.NowUs >= _site.CutOffUntilUs)
            _cluster.Network.Send(() => owner.Receive(request));
        _world.After(TimeoutUs, () => Hear(pending, null));
    }

    /// <summary>A reply, a failure, or a late one of either: what comes after the time-out is still believed.</summary>
    private void Hear(Pending pending, LeaseReply? reply)
    {
        if (!Alive || (reply is null && _pending != pending))
            return;
        if (IsPaused)
        {
            _world.At(_pausedUntilUs, () => Hear(pending, reply));
            return;
        }
        if (reply is not null)
        {
            pending.Account.Apply(reply, pending.SentMs, NowMs);
        }
        else
        {
            pending.Account.Fail();
            _site.Resolve();
        }
        if (_pending == pending)
            TryAgain();
    }

    private void TryAgain()
    {
        _pending = null;
        (_waiting, _retrying) = (_retrying, _waiting);
        foreach (var call in _retrying)
            Try(call);
        _retrying.Clear();
    }

    private sealed record Pending(LeaseAccount Account, long SentMs);
}
