using AiGateway.Core.Health;

namespace AiGateway.Simulation.Tickets;

/// <summary>One key, its owner, its store, the edges that try it, and a provider that is ill and well by turns.</summary>
internal sealed class TicketRun
{
    private readonly TicketScenario _scenario;
    private readonly List<ProbingEdge> _edges;
    private readonly Dictionary<string, Trial> _trials = new(StringComparer.Ordinal);
    private readonly List<string> _broken = [];
    private KeyOwner _owner;
    private KeyHealth _stored = new() { Terms = _terms };
    private long _storedEpoch = 1;
    private long _jumpMs;
    private int _lastTicket;

    private static readonly HealthTerms _terms = new() { ConsecutiveFailures = 1, OpenMs = 300, LongestOpenMs = 600, ProbeDeadlineMs = 2_000, SlowStartMs = 1_000 };

    private TicketRun(TicketScenario scenario, TicketRules rules)
    {
        (_scenario, Rules, World) = (scenario, rules, new World(scenario.Seed));
        Network = new Network(World) { Loss = scenario.Loss, Duplication = scenario.Duplication, Straggling = scenario.Straggling };
        _owner = new KeyOwner(this, _stored, 1);
        _edges = [.. Enumerable.Range(0, TicketScenario.Edges).Select(_ => new ProbingEdge(this))];
    }

    public static UpstreamFailure Fault { get; } = FailureClassifier.Transport(TransportFault.Reset);

    public World World { get; }

    public Network Network { get; }

    public TicketRules Rules { get; }

    /// <summary>Whether the provider takes the key.</summary>
    public bool IsWell { get; private set; } = true;

    public long OwnerNowMs => 1_000_000 + (World.NowUs / 1_000) + _jumpMs;

    public int Issues { get; private set; }

    public int Heals { get; private set; }

    /// <summary>The most calls that tried the key at one moment.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>Most tickets that the owner would have taken a result for, at one moment.</summary>
    public int MostValid { get; private set; }

    public IReadOnlyList<string> Broken => _broken;

    public static TicketRun Of(ulong seed, TicketRules? rules = null)
    {
        var run = new TicketRun(TicketScenario.Of(seed), rules ?? TicketRules.All);
        run.Play();
        return run;
    }

    /// <summary>A message to whoever is the owner when it is sent; lost if that one is gone when it arrives.</summary>
    public void ToOwner(Action<KeyOwner> act)
    {
        var owner = _owner;
        Network.Send(() =>
        {
            if (owner.IsAlive)
                act(owner);
        });
    }

    public int NextTicket() => ++_lastTicket;

    public Trial Trial(string ticket) => _trials[ticket];

    public void Issued(string ticket)
    {
        Issues++;
        _trials[ticket] = new Trial { Ticket = ticket };
        // Of the last ones any might still be out.
        var valid = _trials.Values.TakeLast(8).Count(trial => _owner.Health.ProbeSucceeded(trial.Ticket, OwnerNowMs, 0).State == KeyHealthState.Active);
        MostValid = Math.Max(MostValid, valid);
    }

    public void Sent(Trial sent)
    {
        var atOnce = _trials.Values.Count(trial => trial.IsUnderWay(World.NowUs));
        MostAtOnce = Math.Max(MostAtOnce, atOnce);
        if (atOnce > 1 && _scenario.OwnerIsSteady)
            _broken.Add($"{atOnce} calls tried the key at once, the last with {sent.Ticket}");
    }

    public void Healed(string? byTicket)
    {
        Heals++;
        if (byTicket is null || !_trials[byTicket].Succeeded)
            _broken.Add($"healed by {byTicket ?? "no trial"}, which did not succeed");
    }

    /// <summary>A write arrives, in order with the others of its writer; those of an owner before are refused.</summary>
    public void Store(KeyHealth health, long epoch)
    {
        if (epoch > _storedEpoch || (epoch == _storedEpoch && health.Version > _stored.Version))
            (_stored, _storedEpoch) = (health, epoch);
    }

    private void Play()
    {
        var chance = World.Chance;
        foreach (var edge in _edges)
            edge.Start();
        Turn();
        Ordinary();
        Times(_scenario.OwnerLost, LoseOwner);
        Times(_scenario.ClockJumps, () => _jumpMs += chance.Between(-10_000, 10_000));
        Times(_scenario.EdgesKilled, () => chance.Of<ProbingEdge>(_edges).Kill());
        Times(_scenario.EdgesPaused, () => chance.Of<ProbingEdge>(_edges).Pause(chance.Between(100_000, 4 * World.SecondUs)));
        World.RunUntil(TicketScenario.TroubleUs);
        (Network.Loss, Network.Duplication, Network.Straggling, IsWell) = (0, 0, 0, true);
        World.RunUntil(2 * TicketScenario.TroubleUs);
        if (_owner.Health.Tick(OwnerNowMs, 0) is { State: not KeyHealthState.Active } left)
            _broken.Add($"still {left.State} long after all trouble was over");
    }

    private void Times(int count, Action happen)
    {
        for (var i = 0; i < count; i++)
            World.At(World.Chance.Between(0, TicketScenario.TroubleUs), happen);
    }

    private void Turn()
    {
        if (World.NowUs >= TicketScenario.TroubleUs)
            return;
        IsWell = !IsWell;
        World.After(World.Chance.Between(300_000, 6 * World.SecondUs), Turn);
    }

    /// <summary>Calls of callers: what fails is told, and what was begun long before succeeds late.</summary>
    private void Ordinary()
    {
        if (World.NowUs >= TicketScenario.TroubleUs)
            return;
        if (World.Chance.Is(0.3))
            ToOwner(owner => owner.Succeeded());
        else if (!IsWell)
            ToOwner(owner => owner.Trip(Fault));
        World.After(World.Chance.Between(20_000, 200_000), Ordinary);
    }

    private void LoseOwner()
    {
        _owner.IsAlive = false;
        var epoch = _storedEpoch = Math.Max(_storedEpoch, 1) + 1;
        _owner = new KeyOwner(this, _stored.Tick(OwnerNowMs, World.Chance.Unit()), epoch);
    }
}
