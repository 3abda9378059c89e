namespace AiGateway.Core.Health;

public sealed partial record KeyHealth
{
    /// <summary>Lets time pass: ends throttles and blocks that are over, and fails a probe past its deadline.</summary>
    public KeyHealth Tick(long nowMs, double random) => To(Settle(nowMs, random));

    /// <summary>Calls succeeded. Never brings back a key that is out: they were begun before it went.</summary>
    public KeyHealth Succeeded(int count, long nowMs)
    {
        var next = State == KeyHealthState.Throttled ? Settle(nowMs, 0) : this;
        return count <= 0 || next.State != KeyHealthState.Active
            ? To(next)
            : To(next with { Breaker = next.Breaker.Succeeded(count, nowMs), UnstatedThrottles = 0, FailedProbes = 0, Proving = false, ProvedWith = null });
    }

    /// <summary>A call failed. A failure that is the request's or the caller's own changes nothing.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="model">The provider's name of the model that was asked; without one, nothing can be held against a model.</param>
    /// <param name="nowMs">The time.</param>
    /// <param name="random">For jitter.</param>
    public KeyHealth Failed(UpstreamFailure failure, string? model, long nowMs, double random)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return !failure.MovesOn || failure.Scope == FailureScope.Request || State == KeyHealthState.Disabled
            ? this
            : To(Settle(nowMs, random).Strike(failure, model, nowMs, random));
    }

    /// <summary>
    /// The owner of the endpoint has found that the key fails alone. Ignored unless it is active: what began before it went
    /// must not keep it out.
    /// </summary>
    public KeyHealth Trip(UpstreamFailure failure, long nowMs, double random)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var settled = Settle(nowMs, random);
        return To(settled.State == KeyHealthState.Active ? settled.Open(failure, nowMs, random) with { Tripped = true } : settled);
    }

    /// <summary>
    /// The owner of the endpoint takes its word back: not the key failed but the provider. It is as if the circuit had never
    /// opened; a circuit that was opened for other reasons stays open.
    /// </summary>
    public KeyHealth Pardon(long nowMs) =>
        Tripped && IsIn(KeyHealthState.Open) ? To(Activate(nowMs) with { Openings = Math.Max(0, Openings - 1) }) : this;

    private KeyHealth Strike(UpstreamFailure failure, string? model, long nowMs, double random)
    {
        if (failure.Scope == FailureScope.KeyModel && !string.IsNullOrEmpty(model))
            return Block(failure, model, nowMs, random);
        return failure switch
        {
            { Class: FailureClass.ModelUnavailable } or { UnfitsEdge: true } => this,
            { Class: FailureClass.KeyDead } => Die(failure, nowMs),
            { ExhaustsQuota: true } => Park(failure, nowMs, random),
            { Class: FailureClass.KeyThrottled } => Throttle(failure, nowMs, random),
            _ => Fault(failure, model, nowMs, random),
        };
    }

    private bool IsIn(KeyHealthState state) => State == state || (State == KeyHealthState.Probing && ProbedFrom == state);

    private KeyHealth Die(UpstreamFailure failure, long nowMs) => IsIn(KeyHealthState.Dead)
        ? this
        : Enter(KeyHealthState.Dead, nowMs + HealthTimings.Dead(Terms, FailedProbes), nowMs).Because(failure);

    private KeyHealth Park(UpstreamFailure failure, long nowMs, double random)
    {
        if (IsIn(KeyHealthState.Dead) || (State == KeyHealthState.Probing && ProbedFrom == KeyHealthState.QuotaOut))
            return this;
        return State == KeyHealthState.QuotaOut
            ? Prolong(failure, nowMs, random)
            : Enter(KeyHealthState.QuotaOut, nowMs + QuotaTime(failure, FailedProbes, random), nowMs).Because(failure);
    }

    private KeyHealth Throttle(UpstreamFailure failure, long nowMs, double random)
    {
        if (State != KeyHealthState.Active)
            return State is KeyHealthState.Throttled or KeyHealthState.Open ? Prolong(failure, nowMs, random) : this;
        var until = nowMs + HealthTimings.Jittered(failure.RetryAfterMs ?? HealthTimings.UnstatedThrottle(Terms, UnstatedThrottles), random);
        return (Enter(KeyHealthState.Throttled, until, nowMs) with
        {
            UnstatedThrottles = failure.RetryAfterMs is null ? UnstatedThrottles + 1 : UnstatedThrottles,
        }).Because(failure);
    }

    /// <summary>
    /// Counted only while active: what began before the circuit opened must not keep it open. What says something of the
    /// endpoint is counted there, and counts here only against the second of the two successes that a circuit takes.
    /// </summary>
    private KeyHealth Fault(UpstreamFailure failure, string? model, long nowMs, double random)
    {
        // A model that was given another chance bears what it does with it alone.
        if (failure.StrikesEndpoint && HealthFor(model) is { State: KeyHealthState.Active, Proving: true } health)
            return With(model!, health.Failed(failure, null, nowMs, random));
        if (State != KeyHealthState.Active)
            return this;
        if (Proving && failure.Disproves(ProvedWith, model))
            return Open(failure, nowMs, random);
        if (failure.StrikesEndpoint)
            return this;
        var breaker = Breaker.Failed(BreakerWindow.HalvesOf(failure), nowMs);
        return breaker.Trips(Terms) ? Open(failure, nowMs, random) : this with { Breaker = breaker };
    }

    private KeyHealth Open(UpstreamFailure failure, long nowMs, double random) =>
        Enter(KeyHealthState.Open, null, nowMs).Reopened(failure.RetryAfterMs, nowMs, random).Because(failure);

    private KeyHealth Reopened(long? retryAfterMs, long nowMs, double random) => this with
    {
        UntilMs = nowMs + HealthTimings.Open(Terms, Openings, random, retryAfterMs),
        Openings = Math.Min(Openings + 1, HealthTimings.MostOpenings),
    };

    private KeyHealth Block(UpstreamFailure failure, string model, long nowMs, double random)
    {
        var time = failure.RetryAfterMs ?? failure.Class switch
        {
            FailureClass.KeyThrottled => HealthTimings.UnstatedThrottle(Terms, UnstatedThrottles),
            FailureClass.KeyBilling => HealthTimings.QuotaOut(Terms, 0),
            _ => Terms.ModelUnavailableMs,
        };
        var blocks = BlockedModels.With(new(model, nowMs + HealthTimings.Jittered(time, random), failure.ReasonCode));
        if (ReferenceEquals(blocks, BlockedModels))
            return this;
        var unstated = failure is { Class: FailureClass.KeyThrottled, RetryAfterMs: null } ? 1 : 0;
        return this with { BlockedModels = blocks, UnstatedThrottles = UnstatedThrottles + unstated };
    }

    private KeyHealth Prolong(UpstreamFailure failure, long nowMs, double random) =>
        failure.RetryAfterMs is { } stated && nowMs + stated >= UntilMs + HealthTimings.NoticeableMs
            ? this with { UntilMs = nowMs + HealthTimings.Jittered(stated, random) }
            : this;

    private long QuotaTime(UpstreamFailure failure, int failedProbes, double random) =>
        failure.RetryAfterMs is { } stated ? HealthTimings.Jittered(stated, random) : HealthTimings.QuotaOut(Terms, failedProbes);
}
