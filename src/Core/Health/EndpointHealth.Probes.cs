namespace AiGateway.Core.Health;

public sealed partial record EndpointHealth
{
    /// <summary>
    /// Gives out the ticket when one is due: it is open, its time is up, and nobody else holds one. A holder that never
    /// reports loses it at the deadline, which counts as a failed trial.
    /// </summary>
    /// <param name="ticketId">An id that was never used for this endpoint, fenced by the owner's epoch.</param>
    /// <param name="nowMs">The time.</param>
    /// <param name="random">For jitter, should a deadline have passed.</param>
    public (EndpointHealth Health, ProbeTicket? Ticket) TryIssueProbe(string ticketId, long nowMs, double random)
    {
        ArgumentException.ThrowIfNullOrEmpty(ticketId);
        var settled = Settle(nowMs, random);
        if (settled.State != EndpointState.Open || settled.UntilMs > nowMs)
            return (To(settled), null);
        var kind = settled.ProbeMissed ? ProbeKind.Synthetic : ProbeKind.RealCall;
        var ticket = new ProbeTicket(ticketId, nowMs + Terms.ProbeDeadlineMs, kind);
        return (To(settled with { State = EndpointState.Probing, Probe = ticket, UntilMs = ticket.DeadlineMs }), ticket);
    }

    /// <summary>The holder of the ticket got an answer. Ignored without the ticket that is out.</summary>
    /// <param name="ticketId">The ticket's.</param>
    /// <param name="nowMs">The time.</param>
    /// <param name="random">For jitter, should the deadline have passed.</param>
    /// <param name="model">The model a caller asked for; null or empty for a call of the gateway's own.</param>
    public EndpointHealth ProbeSucceeded(string ticketId, long nowMs, double random, string? model = null)
    {
        var settled = Settle(nowMs, random);
        return To(settled.IsOut(ticketId) ? settled.Recover(nowMs, model) : settled);
    }

    /// <summary>
    /// The holder of the ticket got a failure. One that says nothing of the endpoint, such as a key refused or over its
    /// limit, is an answer all the same. Ignored without the ticket that is out.
    /// </summary>
    public EndpointHealth ProbeFailed(string ticketId, UpstreamFailure failure, long nowMs, double random)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var settled = Settle(nowMs, random);
        if (!settled.IsOut(ticketId))
            return To(settled);
        if (failure.StrikesEndpoint)
            return To(settled.Opened(failure.RetryAfterMs, nowMs, random).Because(failure));
        // An edge that is not let in has learned nothing for the others.
        var unknown = failure.UnfitsEdge || failure.Class == FailureClass.ClientCancelled;
        return To(unknown ? settled.Back(nowMs) : settled.Recover(nowMs));
    }

    /// <summary>The holder gave up before it knew. Proves nothing: it stays open, and the next may try at once.</summary>
    public EndpointHealth ProbeCancelled(string ticketId, long nowMs, double random)
    {
        var settled = Settle(nowMs, random);
        return To(settled.IsOut(ticketId) ? settled.Back(nowMs) : settled);
    }

    private bool IsOut(string ticketId) => State == EndpointState.Probing && Probe?.Id == ticketId;

    private EndpointHealth Back(long nowMs) => this with { State = EndpointState.Open, UntilMs = nowMs, Probe = null };

    private EndpointHealth Recover(long nowMs, string? model = null) => this with
    {
        ProvedWith = model,
        State = EndpointState.Active,
        UntilMs = null,
        SinceMs = nowMs,
        Reason = null,
        Message = null,
        Probe = null,
        ProbeMissed = false,
        Proving = true,
        SlowStart = SlowStart.From(nowMs, Terms),
    };
}
