using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Core.Limits.Owner;

namespace AiGateway.Simulation;

/// <summary>The shell around a real <see cref="LimitOwner"/>: one activation, from its first report to its end.</summary>
internal sealed class SimulatedOwner(Cluster cluster, OwnerHost host)
{
    private const int MostWrites = 2;

    private readonly World _world = cluster.World;
    private readonly MonotonicClock _clock = new(cluster.World, cluster.World.Chance.Between(0, 1_000_000_000), host.DriftPpm);
    private readonly List<LeaseRequest> _early = [];
    private readonly List<(LeaseRequest Request, int Waited)> _waiting = [];
    private bool _begun;
    private bool _stored;
    private bool _writing;
    private bool _doubtful;
    private long _tag;

    public OwnerHost Host => host;

    /// <summary>False once its process is gone, or its record was overwritten.</summary>
    public bool Alive { get; private set; } = true;

    /// <summary>Calls to it find nobody, rather than an error.</summary>
    public bool Silent { get; private set; }

    public LimitOwner? Rules { get; private set; }

    public bool Serves => Alive && Rules is { Serves: true };

    public bool IsFenced => Rules is { Fenced: true };

    public long PausedUntilUs { get; set; }

    /// <summary>It reaches edges, and not the store.</summary>
    public bool IsCutOff { get; set; }

    public long NowMs => _clock.NowMs;

    public void Receive(LeaseRequest request)
    {
        if (_world.NowUs < PausedUntilUs)
        {
            _world.At(PausedUntilUs, () => Receive(request));
            return;
        }
        if (!Alive)
        {
            if (!Silent)
                Reply(request, null);
        }
        else if (_stored)
        {
            Serve(request);
        }
        else
        {
            _early.Add(request);
            Begin(request);
        }
    }

    /// <summary>The process is lost.</summary>
    /// <param name="silent">Its callers learn it by waiting only.</param>
    public void Kill(bool silent) => (Alive, Silent) = (false, silent);

    /// <summary>The activation moves in order: it writes down what is out and stops.</summary>
    public void Close()
    {
        if (Alive && Rules?.Close(NowMs) is { } record)
            cluster.Store.Write(record, _tag, static _ => { });
        Stop();
    }

    private void Begin(LeaseRequest first)
    {
        if (_begun)
            return;
        _begun = true;
        cluster.Store.Read((answered, record, tag) => WhenAwake(() =>
        {
            if (!answered)
            {
                Stop();
                return;
            }
            _tag = tag;
            Rules = new LimitOwner(record, first.Limits, first.Version, host.UnixMs, NowMs, cluster.Scenario.Terms, cluster.Scenario.Without);
            Write();
        }));
    }

    /// <param name="request">The report.</param>
    /// <param name="waited">Writes it has waited for: one that was under way may not have covered it, the next one does.</param>
    private void Serve(LeaseRequest request, int waited = 0)
    {
        Rules!.Use(request.Limits, request.Version, NowMs);
        var result = Rules.Serve(request.Report, NowMs, again: waited > 0);
        cluster.Inspect(this);
        foreach (var edge in result.Recall)
            cluster.Recall(edge);
        Write();
        if (result.AwaitsWrite && waited < MostWrites && _writing && !_doubtful)
            _waiting.Add((request, waited + 1));
        else
            Reply(request, result.Reply);
    }

    private void Write()
    {
        if (_writing || !Alive || Rules!.BeginWrite(NowMs) is not { } record)
            return;
        _writing = true;
        if (IsCutOff)
            _world.After(World.SecondUs, () => WhenAwake(() => Written(WriteOutcome.Unknown)));
        else
            cluster.Store.Write(record, _tag, outcome => WhenAwake(() => Written(outcome)));
    }

    private void Written(WriteOutcome outcome)
    {
        if (outcome == WriteOutcome.Written)
        {
            _tag++;
            Rules!.Written();
            WriteEnded();
            return;
        }
        _doubtful = true;
        Rules!.NotWritten(fenced: outcome == WriteOutcome.Conflict);
        if (Rules.Fenced)
            Stop();
        else
            ReadAgain();
    }

    /// <summary>Nothing is written before it is known what the store holds.</summary>
    private void ReadAgain() => cluster.Store.Read((answered, record, tag) => WhenAwake(() =>
    {
        if (!answered || IsCutOff)
        {
            _world.After(100_000, () => WhenAwake(ReadAgain));
            AnswerWaiting();
            return;
        }
        if (record?.Epoch != Rules!.Epoch && !cluster.Scenario.Without.HasFlag(SafetyRules.StopWhenFenced))
        {
            Rules.NotWritten(fenced: true);
            Stop();
            return;
        }
        _tag = tag;
        WriteEnded();
    }));

    private void WriteEnded()
    {
        (_writing, _doubtful) = (false, false);
        if (!_stored)
        {
            _stored = Rules!.Serves;
            if (!_stored)
                Write();
            else
                cluster.TookOver();
        }
        if (_stored)
        {
            foreach (var request in _early)
                Serve(request);
            _early.Clear();
        }
        AnswerWaiting();
    }

    private void AnswerWaiting()
    {
        var waiting = _waiting.ToArray();
        _waiting.Clear();
        foreach (var (request, waited) in waiting)
            Serve(request, waited);
    }

    private void Stop()
    {
        Alive = false;
        foreach (var request in _early.Concat(_waiting.Select(waiting => waiting.Request)))
            Reply(request, null);
        _early.Clear();
        _waiting.Clear();
    }

    private void Reply(LeaseRequest request, LeaseReply? reply) => cluster.Network.Send(() => request.Reply(reply));

    /// <summary>What comes back from the store finds the process paused, or gone.</summary>
    private void WhenAwake(Action act)
    {
        if (!Alive)
            return;
        if (_world.NowUs < PausedUntilUs)
            _world.At(PausedUntilUs, () => WhenAwake(act));
        else
            act();
    }
}
