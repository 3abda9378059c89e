namespace AiGateway.Core.Grayscale;

/// <summary>Gathers what edges saw of both sides of a ramp since its last change, and says what follows. Not safe for threads.</summary>
public sealed class RampJudge
{
    private Ramp _ramp = new();
    private long _countedSinceMs;
    private long? _ripeMs;

    /// <summary>
    /// With a change of its version counts begin anew, so that both sides are of the same time; but those it ended with are kept
    /// to be looked at.
    /// </summary>
    public Ramp Ramp
    {
        get => _ramp;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Version != _ramp.Version && value.State is RampState.Running or RampState.Paused)
                Clear(value.SinceMs);
            _ramp = value;
        }
    }

    public RampCounts Canary { get; private set; } = new();

    public RampCounts Baseline { get; private set; } = new();

    /// <summary>When to decide again though nobody has reported, Unix milliseconds; null for not at all.</summary>
    public long? DueMs => Ramp is not { State: RampState.Running, Terms: { } terms } || Canary.Judged < terms.MinimumCalls
        ? null
        : Math.Max(Ramp.SinceMs + terms.StepMs, _ripeMs is { } ripe ? ripe + terms.PauseAfterMs : 0);

    public void Hear(RampCounts canary, RampCounts baseline)
    {
        Canary.Add(canary);
        Baseline.Add(baseline);
    }

    /// <summary>What follows from all that was heard; the ramp itself when nothing does.</summary>
    public Ramp Decide(long nowMs)
    {
        if (Ramp is not { State: RampState.Running or RampState.Paused, Terms: { } terms })
            return Ramp;
        var verdict = RampComparison.Of(terms, Canary, Baseline);
        if (verdict is { Finding: RampFinding.Bad, Reason: { } reason })
            return Ramp.RollBack(reason, verdict.Message, nowMs);
        if (Ramp.State == RampState.Paused && Canary.Judged >= terms.MinimumCalls && nowMs - _countedSinceMs >= terms.StepMs)
        {
            // However long it is paused, a canary that turns bad is not to be hidden by all it did well before.
            Clear(nowMs);
        }
        if (Ramp.State == RampState.Paused || Canary.Judged < terms.MinimumCalls || nowMs - Ramp.SinceMs < terms.StepMs)
            return Ramp;
        if (verdict.Finding == RampFinding.Good)
            return Ramp.Advance(verdict.Message, nowMs);
        // A model that nobody calls is not inconclusive, it waits.
        _ripeMs ??= nowMs;
        return nowMs - _ripeMs >= terms.PauseAfterMs ? Ramp.Pause(RampReasons.Inconclusive, verdict.Message, nowMs) : Ramp;
    }

    private void Clear(long nowMs) => (Canary, Baseline, _countedSinceMs, _ripeMs) = (new RampCounts(), new RampCounts(), nowMs, null);
}
