using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits.Simulation;

/// <summary>An edge process: keeps one wallet, lets calls wait for a reply, reports over a network that may fail.</summary>
internal sealed class SimulatedEdge(World world, string id, double clockRate)
{
    private const int Tries = 4;
    private const long TimeoutMs = 3_000;
    private const long SlotLeaseMs = LeaseTerms.SlotLifetimeMs * LeaseTerms.UsableLifetimePercent / 100;

    private readonly List<(long Tokens, int Tries)> _waiting = [];
    private long _incarnation;
    private long _underWay;
    private long _reports;
    private long _slotsSentAtMs;

    public LeaseWallet Wallet { get; private set; } = new(id, 0);

    public List<AdmittedCall> Running { get; } = [];

    public bool Alive { get; private set; } = true;

    public bool Partitioned { get; set; }

    private long Mono => 5_000_000 + (long)(world.Agenda.Now * clockRate);

    public void Die(long forMs)
    {
        Alive = false;
        _incarnation++;
        (Wallet, _underWay) = (new LeaseWallet(id, _incarnation), 0);
        Running.Clear();
        _waiting.Clear();
        world.Agenda.In(forMs, () => Alive = true);
    }

    public void Tick()
    {
        if (!Alive)
            return;
        if (Mono - _slotsSentAtMs >= SlotLeaseMs)
            Running.ForEach(call => call.Overran = true);
        if (Wallet.HasWork(Mono))
            Report();
    }

    public void Arrive(long tokens, int tries = 1)
    {
        if (!Alive)
            return;
        var result = Wallet.TryAdmit(tokens, world.Limits, Mono);
        if (result.Outcome == AdmitOutcome.Admitted)
            Start(result.Reservation);
        else if (result.Outcome == AdmitOutcome.NeedsLease && tries < Tries)
            _waiting.Add((tokens, tries + 1));
        if (_underWay == 0 && Wallet.RefillDue(world.Limits, Mono))
            Report();
    }

    private void Start(Reservation reservation)
    {
        var call = new AdmittedCall { AtMs = world.Agenda.Now, Day = world.Day, Tokens = reservation.Tokens };
        Running.Add(call);
        world.Admit(call);
        var (incarnation, dice) = (_incarnation, world.Random.Next(10));
        world.Agenda.In(world.Random.Next(world.Options.MaxCallMs), () =>
        {
            if (incarnation != _incarnation)
                return;
            Running.Remove(call);
            call.Running = false;
            if (dice == 0)
            {
                Wallet.Release(reservation);
                (call.Counts, call.Tokens) = (false, 0);
                return;
            }
            var used = world.Random.NextInt64((reservation.Tokens * 5 / 4) + 1);
            Wallet.Settle(reservation, used);
            call.Tokens = Math.Min(call.Tokens, used);
        });
    }

    private void Report()
    {
        var report = Wallet.BeginRefill(world.Limits, Mono);
        var (incarnation, sentAtMs, number) = (_incarnation, Mono, _underWay = ++_reports);
        world.Send(this, report, reply =>
        {
            if (incarnation != _incarnation)
                return;
            if (number == _underWay)
                _slotsSentAtMs = sentAtMs;
            Wallet.Apply(reply, sentAtMs);
            Done(incarnation, number);
        });
        world.Agenda.In(TimeoutMs, () =>
        {
            if (incarnation != _incarnation || number != _underWay)
                return;
            Wallet.Fail();
            Done(incarnation, number);
        });
    }

    private void Done(long incarnation, long number)
    {
        if (incarnation != _incarnation || number != _underWay)
            return;
        _underWay = 0;
        var waiting = _waiting.ToArray();
        _waiting.Clear();
        foreach (var (tokens, tries) in waiting)
            Arrive(tokens, tries);
    }
}
