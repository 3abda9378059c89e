using System.Text.Json.Serialization;

namespace AiGateway.Core.Health;

/// <summary>
/// The health of one provider key: whether it may be used, why not, and until when. Immutable; each signal yields the
/// next state. Times are Unix milliseconds of the owner's clock, and every random number lies in [0, 1).
/// </summary>
/// <remarks>
/// A failure rests the whole key unless its scope is <see cref="FailureScope.KeyModel"/>: then only that model is
/// blocked. What says something of the provider's address is judged with all its keys (<see cref="EndpointHealth"/>), and
/// opens this key's circuit, or the one it has for a model, only on that word, see <see cref="Trip"/>. Failures that arrive late, from calls begun before
/// the key went out, neither prolong nor soften what was decided, unless they name a clearly later time or something worse:
/// dead is worse than out of quota, and that is worse than a throttle or an open circuit.
/// </remarks>
public sealed partial record KeyHealth : IHealth<KeyHealth>
{
    public KeyHealthState State { get; init; }

    /// <summary>A short code for why it is not active, such as <c>invalid_api_key</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The provider's or the operator's words, without credentials.</summary>
    public string? Message { get; init; }

    /// <summary>When the state ends or a probe may try it; while probing, the deadline. Null when active or disabled.</summary>
    public long? UntilMs { get; init; }

    /// <summary>When the key went into this state; a probe that does not bring it back changes nothing here.</summary>
    public long SinceMs { get; init; }

    /// <summary>Grows by one with each change that anyone but the owner can see, so that listeners can tell old from new.</summary>
    public long Version { get; init; }

    /// <summary>Models the key cannot be used for though it may be active; at most 256, oldest first.</summary>
    public IReadOnlyList<BlockedModel> BlockedModels { get; init; } = [];

    /// <summary>Models whose circuit has been open at this key; at most 64, oldest first.</summary>
    public IReadOnlyList<ModelHealth> Models { get; init; } = [];

    /// <summary>The ticket that is out, while <see cref="KeyHealthState.Probing"/>.</summary>
    public ProbeTicket? Probe { get; init; }

    /// <summary>The state the key is in as long as the probe has not succeeded.</summary>
    public KeyHealthState ProbedFrom { get; init; }

    /// <summary>Openings of the circuit not yet forgiven: the exponent of the next open time.</summary>
    public int Openings { get; init; }

    /// <summary>Throttles without a stated time since the last success.</summary>
    public int UnstatedThrottles { get; init; }

    /// <summary>Probes in vain while dead or out of quota, since the last success of a call.</summary>
    public int FailedProbes { get; init; }

    public BreakerWindow Breaker { get; init; } = BreakerWindow.Empty;

    /// <summary>
    /// Its circuit was closed by a trial and no other call has succeeded since: a circuit takes two successes in a row, so
    /// the next failure opens it again.
    /// </summary>
    public bool Proving { get; init; }

    /// <summary>The model with which it succeeded then; null or empty when the trial was for none in particular.</summary>
    public string? ProvedWith { get; init; }

    /// <summary>Its circuit was opened on the word of the owner of the endpoint, which may take it back.</summary>
    public bool Tripped { get; init; }

    /// <summary>The last trial missed its deadline, so that the next one must not wait for a slow answer.</summary>
    public bool ProbeMissed { get; init; }

    /// <summary>Since when it is getting its share back; null when it did not come back by a trial.</summary>
    public SlowStart? SlowStart { get; init; }

    /// <summary>The numbers it is judged by.</summary>
    public HealthTerms Terms { get; init; } = HealthTerms.Default;

    /// <summary>
    /// When to call <see cref="Tick"/>, or to look for a probe; in the past while a probe is due. Null when nothing is
    /// to come.
    /// </summary>
    [JsonIgnore]
    public long? NextDueMs
    {
        get
        {
            var due = UntilMs;
            foreach (var block in BlockedModels)
                due = Math.Min(due ?? long.MaxValue, block.UntilMs);
            // A model's circuit that is open waits for an edge to ask; only its trial ends by time.
            foreach (var each in Models)
            {
                if (each.Health is { State: KeyHealthState.Probing, UntilMs: { } deadline })
                    due = Math.Min(due ?? long.MaxValue, deadline);
            }
            return due;
        }
    }

    /// <summary>Whether calls may use the key; a probe's call may in spite of this.</summary>
    public bool IsUsable(long nowMs) => State == KeyHealthState.Active || (State == KeyHealthState.Throttled && UntilMs <= nowMs);

    /// <summary>Whether calls to this model may use the key.</summary>
    public bool IsUsable(long nowMs, string model) =>
        IsUsable(nowMs) && !BlockedModels.Any(block => block.Model == model && block.UntilMs > nowMs) && HealthFor(model)?.IsUsable(nowMs) != false;

    /// <summary>Judges by these numbers from now on, unless it knows newer ones.</summary>
    public KeyHealth Under(HealthTerms? terms) => Terms.Or(terms) is var newest && ReferenceEquals(newest, Terms) ? this : this with { Terms = newest };

    /// <summary>Goes to a state. Leaving the active one turns the time spent there into forgiveness.</summary>
    private KeyHealth Enter(KeyHealthState state, long? untilMs, long nowMs)
    {
        var real = State == KeyHealthState.Probing ? ProbedFrom : State;
        // A throttle is a pause in its own time, not a new beginning.
        var goesOn = state is KeyHealthState.Active or KeyHealthState.Throttled;
        return this with
        {
            State = state,
            UntilMs = untilMs,
            SinceMs = real == state ? SinceMs : nowMs,
            Probe = null,
            Openings = State == KeyHealthState.Active ? HealthTimings.Forgiven(Openings, nowMs - SinceMs) : Openings,
            Breaker = BreakerWindow.Empty,
            Proving = goesOn && Proving,
            ProvedWith = goesOn ? ProvedWith : null,
            Tripped = real == state && Tripped,
            ProbeMissed = false,
            SlowStart = goesOn ? SlowStart : null,
        };
    }

    private KeyHealth Because(UpstreamFailure failure) => this with { Reason = failure.ReasonCode, Message = failure.Message };

    private KeyHealth Activate(long nowMs) => Enter(KeyHealthState.Active, null, nowMs) with { Reason = null, Message = null };

    /// <summary>What has come about by time alone.</summary>
    private KeyHealth Settle(long nowMs, double random)
    {
        var blocks = BlockedModels.WithoutExpired(nowMs);
        var models = StillKept(nowMs, random);
        var next = ReferenceEquals(blocks, BlockedModels) && ReferenceEquals(models, Models) ? this : this with { BlockedModels = blocks, Models = models };
        return next.State switch
        {
            KeyHealthState.Throttled when next.UntilMs <= nowMs => next.Activate(nowMs),
            KeyHealthState.Probing when next.UntilMs <= nowMs => next.ProbeLost(null, null, nowMs, random),
            _ => next,
        };
    }

    /// <summary>The state after a signal, numbered.</summary>
    private KeyHealth To(KeyHealth next) => LooksLike(next) ? next : next with { Version = Version + 1 };

    private bool LooksLike(KeyHealth other) => State == other.State && Reason == other.Reason && Message == other.Message
        && UntilMs == other.UntilMs && SinceMs == other.SinceMs && Probe == other.Probe && SlowStart == other.SlowStart && ModelsLookLike(other.Models)
        && (ReferenceEquals(BlockedModels, other.BlockedModels) || BlockedModels.SequenceEqual(other.BlockedModels));
}
