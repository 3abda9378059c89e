namespace AiGateway.Core.Grayscale;

/// <summary>
/// How far the share of a canary has come. Immutable; each event yields the next state. Times are Unix milliseconds of the
/// owner's clock. When it moves is <see cref="RampJudge"/>'s concern.
/// </summary>
public sealed record Ramp
{
    public RampState State { get; init; }

    /// <summary>
    /// Which of its starts it is of: Unix milliseconds of it, or more where clocks differ, so that one that follows a lost store
    /// is later too. What is known of a run is over when the next begins.
    /// </summary>
    public long Run { get; init; }

    /// <summary>Index among the steps of <see cref="Terms"/>; that of the last one it was at, when it is over.</summary>
    public int Step { get; init; }

    /// <summary>What the canary gets, 0–10,000.</summary>
    public int Share { get; init; }

    /// <summary>One of <see cref="RampReasons"/>; null while it runs.</summary>
    public string? Reason { get; init; }

    /// <summary>The figures that brought it here.</summary>
    public string? Message { get; init; }

    /// <summary>When it came to this state, or step.</summary>
    public long SinceMs { get; init; }

    /// <summary>Counts the changes that edges must know of.</summary>
    public long Version { get; init; }

    /// <summary>Null until somebody has told of it.</summary>
    public RampTerms? Terms { get; init; }

    /// <summary>Begins at the first step, whatever was before.</summary>
    public Ramp Start(RampTerms terms, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return To(new Ramp { State = RampState.Running, Run = Math.Max(Run + 1, nowMs), Share = terms.Steps[0], Terms = terms }, nowMs);
    }

    /// <summary>
    /// Goes by these terms from now on, unless it knows newer ones. Another plan is begun with; but what was rolled back stays so
    /// until an operator has looked.
    /// </summary>
    public Ramp Under(RampTerms terms, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (Terms is null)
            return Start(terms, nowMs);
        if (terms.Version <= Terms.Version)
            return this;
        if (terms.Plan == Terms.Plan)
            return this with { Terms = terms };
        return State == RampState.RolledBack ? this with { Terms = terms, Version = Version + 1 } : Start(terms, nowMs);
    }

    /// <summary>The step is passed.</summary>
    public Ramp Advance(string message, long nowMs)
    {
        if (Terms is not { } terms || State != RampState.Running)
            return this;
        if (Step + 1 < terms.Steps.Count)
            return To(this with { Step = Step + 1, Share = terms.Steps[Step + 1], Reason = null, Message = message }, nowMs);
        return terms.Manual ? Pause(RampReasons.AwaitsPromotion, message, nowMs) : Promote(null, message, nowMs);
    }

    public Ramp Pause(string reason, string? message, long nowMs) =>
        State == RampState.Running ? To(this with { State = RampState.Paused, Reason = reason, Message = message }, nowMs) : this;

    /// <summary>Goes on at the step where it was paused, and counts anew.</summary>
    public Ramp Resume(long nowMs) =>
        State == RampState.Paused ? To(this with { State = RampState.Running, Reason = null, Message = null }, nowMs) : this;

    /// <summary>The canary gets everything. Not what was rolled back: that must be started first.</summary>
    public Ramp Promote(string? reason, string? message, long nowMs) => State is RampState.Running or RampState.Paused
        ? To(this with { State = RampState.Promoted, Share = RampTerms.Whole, Reason = reason, Message = message }, nowMs)
        : this;

    /// <summary>The canary gets nothing.</summary>
    public Ramp RollBack(string reason, string? message, long nowMs) => State is RampState.RolledBack or RampState.Waiting
        ? this
        : To(this with { State = RampState.RolledBack, Share = 0, Reason = reason, Message = message }, nowMs);

    /// <summary>Somebody was told by an owner before this one that a run was rolled back, and the store does not know it.</summary>
    public Ramp Heed(long run, string reason, string? message, long nowMs) => run == Run ? RollBack(reason, message, nowMs) : this;

    /// <summary>Whether edges told of it would give the canary more than they do, or begin a new run. Such a thing is stored before it is told.</summary>
    public bool RaisesOver(Ramp before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return Share > before.Share || Run > before.Run;
    }

    /// <summary>Which of two accounts of one ramp holds: of one run, that it was rolled back; else the later.</summary>
    public Ramp Or(Ramp other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Rank(other).CompareTo(Rank(this)) > 0 ? other : this;
    }

    private static (long Run, bool IsOver, long Version) Rank(Ramp ramp) => (ramp.Run, ramp.State == RampState.RolledBack, ramp.Version);

    private Ramp To(Ramp next, long nowMs) => next with { SinceMs = nowMs, Version = Version + 1 };
}
