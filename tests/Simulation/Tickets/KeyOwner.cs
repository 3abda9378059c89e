using AiGateway.Core.Health;

namespace AiGateway.Simulation.Tickets;

/// <summary>One life of a key's owner around the real state machine, as the grain is. Writes reach the store a little later, if at all.</summary>
internal sealed class KeyOwner(TicketRun run, KeyHealth stored, long epoch)
{
    private KeyHealth _health = stored;

    public bool IsAlive { get; set; } = true;

    public KeyHealth Health => _health;

    private long NowMs => run.OwnerNowMs;

    private double Random => run.World.Chance.Unit();

    public void Trip(UpstreamFailure failure) => Become(_health.Trip(failure, NowMs, Random), null);

    /// <summary>Calls that were begun before the key went out.</summary>
    public void Succeeded() => Become(_health.Succeeded(1, NowMs), null);

    public (string Ticket, long DeadlineInMs)? RequestProbe()
    {
        var (health, ticket) = _health.TryIssueProbe($"{epoch}-{run.NextTicket()}", NowMs, Random);
        Become(health, null);
        if (ticket is null)
            return null;
        run.Issued(ticket.Id);
        return (ticket.Id, ticket.DeadlineMs - NowMs);
    }

    /// <param name="ticket">The ticket of the trial.</param>
    /// <param name="succeeded">Null when it was given up.</param>
    public void ReportProbe(string ticket, bool? succeeded)
    {
        if (!run.Rules.OwnerAsksForTicket)
            ticket = _health.Probe?.Id ?? ticket;
        Become(
            succeeded switch
            {
                true => _health.ProbeSucceeded(ticket, NowMs, Random),
                false => _health.ProbeFailed(ticket, TicketRun.Fault, null, NowMs, Random),
                null => _health.ProbeCancelled(ticket, NowMs, Random),
            },
            ticket);
    }

    private void Become(KeyHealth next, string? byTicket)
    {
        var before = _health;
        _health = next;
        if (next.Version == before.Version)
            return;
        if (next.State == KeyHealthState.Active && before.State != KeyHealthState.Active)
            run.Healed(byTicket);
        run.World.After(run.World.Chance.Between(1_000, 6_000), () => run.Store(next, epoch));
    }
}
