using System.Text.Json;
using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits.Simulation;

/// <summary>
/// One consumer's owner and edges, with everything that goes wrong between them, in simulated time. The same seed gives the
/// same run.
/// </summary>
internal sealed class World
{
    private const long TickMs = 100;

    private readonly List<SimulatedEdge> _edges = [];
    private LimitLedger _ledger = new();
    private long _clockStepMs;

    public World(int seed, WorldOptions options)
    {
        (Options, Random, Limits, Audit) = (options, new Random(seed), options.Limits, new Audit(seed));
        Audit.Change(Limits, 0);
        for (var i = 0; i < options.Edges; i++)
        {
            var edge = new SimulatedEdge(this, "edge-" + i, 1 + (options.Drift * ((2 * Random.NextDouble()) - 1)));
            _edges.Add(edge);
            Often(options.CallsPerSecond / options.Edges, () => edge.Arrive(Random.Next(1, options.MaxTokens)));
            Often(options.DeathsPerSecond / options.Edges, () => edge.Die(Random.Next(15_000)));
            Often(options.PartitionsPerSecond / options.Edges, () => Partition(edge));
            Tick(edge);
        }
        Often(options.LimitChangesPerSecond, ChangeLimits);
        Often(options.OwnerRestartsPerSecond, Restart);
        Often(options.ClockStepsPerSecond, () => _clockStepMs += Random.Next(2) == 0 ? Random.Next(1_000) : Random.Next(200_000));
    }

    public WorldOptions Options { get; }

    public Random Random { get; }

    public Agenda Agenda { get; } = new();

    public Audit Audit { get; }

    public LimitSpec Limits { get; private set; }

    /// <summary>Reports the owner has served.</summary>
    public int Served { get; private set; }

    public long Day => OwnerUnixMs / 86_400_000;

    private long OwnerUnixMs => Options.StartUnixMs + Agenda.Now - _clockStepMs;

    public World Run()
    {
        Agenda.RunUntil(Options.DurationMs);
        return this;
    }

    public void Admit(AdmittedCall call) =>
        Audit.Admit(call, [.. _edges.SelectMany(edge => edge.Running)], Options.ClockStepsPerSecond == 0);

    /// <summary>Carries a report to the owner and the reply back, or loses either.</summary>
    public void Send(SimulatedEdge edge, LeaseReport report, Action<LeaseReply> onReply)
    {
        var copies = Random.NextDouble() < Options.Duplication ? 2 : 1;
        for (var copy = 0; copy < copies; copy++)
        {
            if (edge.Partitioned || Random.NextDouble() < Options.Loss)
                continue;
            Agenda.In(Delay(), () =>
            {
                var reply = _ledger.Serve(report, Limits, OwnerUnixMs);
                Served++;
                if (!edge.Partitioned && Random.NextDouble() >= Options.Loss)
                    Agenda.In(Delay(), () => onReply(reply));
            });
        }
    }

    private long Delay() => Random.NextDouble() < Options.Straggling ? Random.Next(3_000) : Random.Next(1, 6);

    private void Often(double perSecond, Action action)
    {
        if (perSecond <= 0)
            return;
        Agenda.In((long)(-1_000 / perSecond * Math.Log(1 - Random.NextDouble())), () =>
        {
            action();
            Often(perSecond, action);
        });
    }

    private void Tick(SimulatedEdge edge)
    {
        edge.Tick();
        Agenda.In(TickMs, () => Tick(edge));
    }

    private void Partition(SimulatedEdge edge)
    {
        edge.Partitioned = true;
        Agenda.In(Random.Next(20_000), () => edge.Partitioned = false);
    }

    private void Restart() => _ledger = JsonSerializer.Deserialize<LimitLedger>(JsonSerializer.Serialize(_ledger))!;

    private void ChangeLimits()
    {
        Limits = new LimitSpec
        {
            RequestsPerMinute = Scaled(Options.Limits.RequestsPerMinute),
            TokensPerMinute = Scaled(Options.Limits.TokensPerMinute),
            TokensPerDay = Scaled(Options.Limits.TokensPerDay),
            Concurrent = Scaled(Options.Limits.Concurrent),
        };
        Audit.Change(Limits, Agenda.Now);

        long? Scaled(long? limit) => limit is { } bound ? Math.Max(1, (long)(bound * (0.3 + (1.4 * Random.NextDouble())))) : null;
    }
}
