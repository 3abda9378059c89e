using System.Text.Json.Serialization;

namespace AiGateway.Core.Health;

/// <summary>
/// The health of a provider's address: the circuit that opens when the provider fails for its keys in general. Immutable;
/// each signal yields the next state. Times are Unix milliseconds of the owner's clock, and every random number lies in
/// [0, 1). When it opens is <see cref="EndpointJudge"/>'s concern.
/// </summary>
public sealed partial record EndpointHealth : IHealth<EndpointHealth>
{
    public EndpointState State { get; init; }

    /// <summary>A short code for why it is not active, such as <c>connect_failed</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The provider's words, without credentials.</summary>
    public string? Message { get; init; }

    /// <summary>When a trial may be made; while probing, its deadline. Null when active.</summary>
    public long? UntilMs { get; init; }

    /// <summary>When it went into this state; a trial that does not bring it back changes nothing here.</summary>
    public long SinceMs { get; init; }

    /// <inheritdoc/>
    public long Version { get; init; }

    /// <summary>The ticket that is out, while <see cref="EndpointState.Probing"/>.</summary>
    public ProbeTicket? Probe { get; init; }

    /// <summary>The last trial missed its deadline, so that the next one must not wait for a slow answer.</summary>
    public bool ProbeMissed { get; init; }

    /// <summary>Openings not yet forgiven: the exponent of the next open time.</summary>
    public int Openings { get; init; }

    /// <summary>Closed by a trial, and no other call has succeeded since: the next failure opens it again.</summary>
    public bool Proving { get; init; }

    /// <summary>The model with which that trial succeeded; null or empty when it was for none in particular.</summary>
    public string? ProvedWith { get; init; }

    /// <summary>Since when it is getting its calls back; null when it did not come back by a trial.</summary>
    public SlowStart? SlowStart { get; init; }

    /// <summary>The numbers it is judged by.</summary>
    public HealthTerms Terms { get; init; } = HealthTerms.Default;

    /// <inheritdoc/>
    [JsonIgnore]
    public long? NextDueMs => UntilMs;

    /// <summary>Judges by these numbers from now on, unless it knows newer ones.</summary>
    public EndpointHealth Under(HealthTerms? terms) =>
        Terms.Or(terms) is var newest && ReferenceEquals(newest, Terms) ? this : this with { Terms = newest };

    /// <inheritdoc/>
    public EndpointHealth Tick(long nowMs, double random) => To(Settle(nowMs, random));

    /// <summary>Calls of its keys succeeded.</summary>
    public EndpointHealth Succeeded() => State == EndpointState.Active && Proving ? this with { Proving = false, ProvedWith = null } : this;

    /// <summary>It fails for its keys in general. Ignored unless it is active.</summary>
    public EndpointHealth Open(UpstreamFailure failure, long nowMs, double random)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var settled = Settle(nowMs, random);
        if (settled.State != EndpointState.Active)
            return To(settled);
        var begins = settled with { SinceMs = nowMs, Openings = HealthTimings.Forgiven(settled.Openings, nowMs - settled.SinceMs) };
        return To(begins.Opened(failure.RetryAfterMs, nowMs, random).Because(failure));
    }

    /// <summary>Believes the operator that the cause is gone: it is active and all counts begin anew.</summary>
    public EndpointHealth Unblock(long nowMs) =>
        To(new() { SinceMs = State == EndpointState.Active ? SinceMs : nowMs, Version = Version, Terms = Terms });

    private EndpointHealth Opened(long? retryAfterMs, long nowMs, double random) => this with
    {
        State = EndpointState.Open,
        UntilMs = nowMs + HealthTimings.Open(Terms, Openings, random, retryAfterMs),
        Openings = Math.Min(Openings + 1, HealthTimings.MostOpenings),
        Probe = null,
        ProbeMissed = false,
        Proving = false,
        ProvedWith = null,
        SlowStart = null,
    };

    private EndpointHealth Because(UpstreamFailure failure) => this with { Reason = failure.ReasonCode, Message = failure.Message };

    private EndpointHealth Settle(long nowMs, double random) => State == EndpointState.Probing && UntilMs <= nowMs
        ? Opened(null, nowMs, random) with { ProbeMissed = true }
        : this;

    /// <summary>The state after a signal, numbered.</summary>
    private EndpointHealth To(EndpointHealth next) => State == next.State && Reason == next.Reason && Message == next.Message
        && UntilMs == next.UntilMs && SinceMs == next.SinceMs && Probe == next.Probe && SlowStart == next.SlowStart
            ? next
            : next with { Version = Version + 1 };
}
