namespace AiGateway.Core.Health;

public sealed partial record KeyHealth
{
    /// <summary>
    /// Gives out the ticket when one is due: the key is open, out of quota or dead, its time is up, and nobody else
    /// holds one. A holder that never reports loses it at the deadline, which counts as a failed probe.
    /// </summary>
    /// <param name="ticketId">An id that was never used for this key, fenced by the owner's epoch.</param>
    /// <param name="nowMs">The time.</param>
    /// <param name="random">For jitter, should a deadline have passed.</param>
    public (KeyHealth Health, ProbeTicket? Ticket) TryIssueProbe(string ticketId, long nowMs, double random)
    {
        ArgumentException.ThrowIfNullOrEmpty(ticketId);
        var settled = Settle(nowMs, random);
        if (settled.State is not (KeyHealthState.Open or KeyHealthState.QuotaOut or KeyHealthState.Dead) || settled.UntilMs > nowMs)
            return (To(settled), null);

        // A call whose answer takes longer than a trial may last would never bring the key back; a cheap one will.
        var kind = settled.State == KeyHealthState.Open && !settled.ProbeMissed ? ProbeKind.RealCall : ProbeKind.Synthetic;
        var ticket = new ProbeTicket(ticketId, nowMs + Terms.ProbeDeadlineMs, kind);
        return (To(settled with
        {
            State = KeyHealthState.Probing,
            ProbedFrom = settled.State,
            Probe = ticket,
            UntilMs = ticket.DeadlineMs,
        }), ticket);
    }

    /// <summary>The holder of the ticket, of the key or of one of its models, got an answer. Ignored without the ticket that is out.</summary>
    /// <param name="ticketId">The ticket's.</param>
    /// <param name="nowMs">The time.</param>
    /// <param name="random">For jitter, should the deadline have passed.</param>
    /// <param name="model">The model a caller asked for; null or empty for a call of the gateway's own.</param>
    public KeyHealth ProbeSucceeded(string ticketId, long nowMs, double random, string? model = null)
    {
        var settled = Settle(nowMs, random);
        return To(settled.IsOut(ticketId) ? settled.Recover(nowMs, model) : settled.OfTrial(ticketId, health => health.ProbeSucceeded(ticketId, nowMs, random, model)));
    }

    /// <summary>The holder of the ticket got a failure. Ignored without the ticket that is out.</summary>
    /// <param name="ticketId">The ticket's.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="model">The model a caller asked for; null or empty for a call of the gateway's own.</param>
    /// <param name="nowMs">The time.</param>
    /// <param name="random">For jitter.</param>
    public KeyHealth ProbeFailed(string ticketId, UpstreamFailure failure, string? model, long nowMs, double random)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var settled = Settle(nowMs, random);
        return To(settled.IsOut(ticketId) ? settled.ProbeLost(failure, model, nowMs, random) : settled.ModelTrialFailed(ticketId, failure, model, nowMs, random));
    }

    /// <summary>The holder gave up before it knew. Proves nothing: the key stays out, and the next may try at once.</summary>
    public KeyHealth ProbeCancelled(string ticketId, long nowMs, double random)
    {
        var settled = Settle(nowMs, random);
        return To(settled.IsOut(ticketId) ? settled.Back(nowMs, nowMs) : settled.OfTrial(ticketId, health => health.ProbeCancelled(ticketId, nowMs, random)));
    }

    private bool IsOut(string ticketId) => State == KeyHealthState.Probing && Probe?.Id == ticketId;

    /// <summary>
    /// A key that was dead or out of quota has yet to prove itself: refused again before its first success, it is not
    /// verified at once a second time but goes straight to slow probes. One whose circuit was open has yet to succeed once
    /// more.
    /// </summary>
    private KeyHealth Recover(long nowMs, string? model = null) => Activate(nowMs) with
    {
        ProvedWith = ProbedFrom == KeyHealthState.Open ? model : null,
        FailedProbes = ProbedFrom == KeyHealthState.Open ? FailedProbes : Math.Max(1, FailedProbes),
        Proving = ProbedFrom == KeyHealthState.Open,
        SlowStart = SlowStart.From(nowMs, Terms),
    };

    private KeyHealth Back(long untilMs, long nowMs) => Enter(ProbedFrom, untilMs, nowMs);

    /// <param name="failure">Null when the deadline passed.</param>
    /// <param name="model">The model that was asked.</param>
    /// <param name="nowMs">The time.</param>
    /// <param name="random">For jitter.</param>
    private KeyHealth ProbeLost(UpstreamFailure? failure, string? model, long nowMs, double random) => failure switch
    {
        // The edge that tried is not let in. Another one may be.
        { UnfitsEdge: true } => Back(nowMs, nowMs),
        { Class: FailureClass.KeyDead } => DieAgain(failure, nowMs),
        { ExhaustsQuota: true, Scope: FailureScope.Key } => ParkAgain(failure, nowMs, random),
        _ when ProbedFrom == KeyHealthState.Open => OpenAgain(failure, model, nowMs, random),
        _ => Unproven(failure, nowMs),
    };

    private KeyHealth DieAgain(UpstreamFailure failure, long nowMs)
    {
        var failed = FailedProbes + (ProbedFrom == KeyHealthState.Dead ? 1 : 0);
        return (Enter(KeyHealthState.Dead, nowMs + HealthTimings.Dead(Terms, failed), nowMs) with { FailedProbes = failed }).Because(failure);
    }

    private KeyHealth ParkAgain(UpstreamFailure failure, long nowMs, double random)
    {
        var failed = FailedProbes + (ProbedFrom == KeyHealthState.QuotaOut ? 1 : 0);
        var until = nowMs + QuotaTime(failure, failed, random);
        return (Enter(KeyHealthState.QuotaOut, until, nowMs) with { FailedProbes = failed }).Because(failure);
    }

    private KeyHealth OpenAgain(UpstreamFailure? failure, string? model, long nowMs, double random)
    {
        // The gateway's own call was wrong for this provider, but was read and answered: the circuit is of faults, and this is none.
        if (string.IsNullOrEmpty(model) && failure is { Class: FailureClass.ClientError or FailureClass.ModelUnavailable or FailureClass.ContentPolicy or FailureClass.ContextLength })
            return Recover(nowMs);
        // The caller whose call served as the probe was at fault, so nothing was learned of the key.
        if (failure is { MovesOn: false } or { Scope: FailureScope.Request })
            return Back(nowMs, nowMs);
        if (failure is { Scope: FailureScope.KeyModel } && !string.IsNullOrEmpty(model))
            return Back(nowMs, nowMs).Block(failure, model, nowMs, random);
        var open = Back(nowMs, nowMs).Reopened(failure?.RetryAfterMs, nowMs, random);
        return failure is null ? open with { ProbeMissed = true } : open.Because(failure);
    }

    /// <summary>Dead or out of quota, and the probe did not say otherwise. A provider in trouble is asked again soon.</summary>
    private KeyHealth Unproven(UpstreamFailure? failure, long nowMs)
    {
        if (failure?.Class is null or FailureClass.Transient or FailureClass.Overloaded or FailureClass.KeyThrottled)
            return Back(nowMs + HealthTimings.Inconclusive(failure?.RetryAfterMs), nowMs);
        var failed = FailedProbes + 1;
        var time = ProbedFrom == KeyHealthState.Dead ? HealthTimings.Dead(Terms, failed) : HealthTimings.QuotaOut(Terms, failed);
        return Back(nowMs + time, nowMs) with { FailedProbes = failed };
    }
}
