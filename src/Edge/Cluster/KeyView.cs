using AiGateway.Core.Health;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Cluster;

/// <summary>
/// What this edge holds of one key: the owner's newest word, and its own quarantine for the moment between seeing a
/// failure and hearing the owner's answer. Read by every call, written by few.
/// </summary>
internal sealed class KeyView(string id)
{
    private readonly Lock _gate = new();
    private volatile Held _held = new(new KeyStatus { KeyId = id, State = KeyHealthState.Active }, long.MaxValue, EmptyBlocked);
    private long _quarantinedUntilMs;
    private volatile Exclusion? _quarantinedModel;
    private ProbeGrant? _grant;
    private int _successes;
    private int _asking;

    public string Id { get; } = id;

    /// <summary>How busy and how quick the key is at this edge.</summary>
    public KeyLoad Load { get; } = new();

    public KeyStatus Status => _held.Status;

    /// <summary>Milliseconds until the state ends or a probe is due; null when neither will happen.</summary>
    public long? UntilInMs(long nowMs) => _held.UntilMs == long.MaxValue ? null : Math.Max(0, _held.UntilMs - nowMs);

    /// <summary>Whether a call for <paramref name="model"/> may use the key now.</summary>
    /// <param name="model">The provider's name of the model.</param>
    /// <param name="nowMs">This process's monotonic clock.</param>
    public bool IsUsable(string model, long nowMs)
    {
        var held = _held;
        if (nowMs < Volatile.Read(ref _quarantinedUntilMs))
            return false;
        if (_quarantinedModel is { } exclusion && nowMs < exclusion.UntilMs && exclusion.Model == model)
            return false;
        var usable = held.Status.State switch
        {
            KeyHealthState.Active => true,
            // Its own time is up; the owner will say so too, and nothing depends on who says it first.
            KeyHealthState.Throttled => nowMs >= held.UntilMs,
            _ => false,
        };
        return usable && (held.Blocked.Count == 0 || !held.Blocked.TryGetValue(model, out var until) || nowMs >= until);
    }

    /// <summary>Milliseconds until a call for the model may use the key, 0 if it may now; null when time alone does not bring it back.</summary>
    public long? UsableInMs(string model, long nowMs)
    {
        var held = _held;
        if (held.Status.State is not (KeyHealthState.Active or KeyHealthState.Throttled))
            return null;
        var until = held.Status.State == KeyHealthState.Throttled ? held.UntilMs : nowMs;
        if (held.Blocked.TryGetValue(model, out var blockedUntil))
            until = Math.Max(until, blockedUntil);
        return Math.Max(0, until - nowMs);
    }

    /// <summary>The part of its weight a key counts with now, 0–1.</summary>
    public double Share(long nowMs) => _held.Status.State == KeyHealthState.Disabled ? 0 : 1;

    /// <summary>True when the key is out of use and a probe may be asked for.</summary>
    public bool IsProbeDue(long nowMs)
    {
        var held = _held;
        // A probe past its deadline is one too: should its holder and the key's owner have been lost together, nobody else would ask.
        return held.Status.State is KeyHealthState.Open or KeyHealthState.Dead or KeyHealthState.QuotaOut or KeyHealthState.Probing
            && nowMs >= held.UntilMs;
    }

    /// <summary>Takes the owner's word if it is newer than what is held, and ends the quarantine.</summary>
    public bool Apply(KeyStatus status, long nowMs)
    {
        lock (_gate)
        {
            if (!status.IsNewerThan(_held.Status))
                return false;
            // Whoever brought it back says that its failures are over.
            if (status.State == KeyHealthState.Active && _held.Status.State != KeyHealthState.Active)
                Load.Forgive();
            var blocked = status.BlockedModels.Length == 0
                ? EmptyBlocked
                : status.BlockedModels.ToDictionary(m => m.Model, m => nowMs + m.UntilInMs, StringComparer.Ordinal);
            _held = new Held(status, status.UntilInMs is { } until ? nowMs + until : long.MaxValue, blocked);
            EndQuarantine();
            return true;
        }
    }

    /// <summary>The owner has heard of the failure and did not find it reason enough.</summary>
    public void EndQuarantine()
    {
        Volatile.Write(ref _quarantinedUntilMs, 0);
        _quarantinedModel = null;
    }

    /// <summary>Out of use here at once, until the owner has decided.</summary>
    public void Quarantine(long untilMs) => Volatile.Write(ref _quarantinedUntilMs, untilMs);

    /// <summary>The same for one model only; the last one that failed counts.</summary>
    public void Quarantine(string model, long untilMs) => _quarantinedModel = new Exclusion(model, untilMs);

    public void CountSuccess() => Interlocked.Increment(ref _successes);

    public int TakeSuccesses() => Interlocked.Exchange(ref _successes, 0);

    /// <summary>Puts a granted probe where the next call for this key's provider finds it.</summary>
    public void OfferProbe(ProbeGrant grant) => Interlocked.Exchange(ref _grant, grant);

    /// <summary>Takes an offer back; false when a call has it already.</summary>
    public bool WithdrawProbe(ProbeGrant grant) => ReferenceEquals(Interlocked.CompareExchange(ref _grant, null, grant), grant);

    /// <summary>One question about a probe at a time.</summary>
    public bool TryStartAsking() => Interlocked.Exchange(ref _asking, 1) == 0;

    public void EndAsking() => Volatile.Write(ref _asking, 0);

    /// <summary>Takes the offered probe; whoever gets it must report how it went.</summary>
    public ProbeGrant? TakeProbe() => Volatile.Read(ref _grant) is null ? null : Interlocked.Exchange(ref _grant, null);

    private static readonly IReadOnlyDictionary<string, long> EmptyBlocked = new Dictionary<string, long>();

    private sealed record Exclusion(string Model, long UntilMs);

    private sealed record Held(KeyStatus Status, long UntilMs, IReadOnlyDictionary<string, long> Blocked);
}
