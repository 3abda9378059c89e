using AiGateway.Core.Health;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Cluster;

/// <summary>
/// What this edge holds of one key: the owner's newest word, and its own quarantine for the moment between seeing a
/// failure and hearing the owner's answer. Read by every call, written by few.
/// </summary>
/// <param name="id">The key's.</param>
/// <param name="contact">By which it knows whether owners can still be heard; null counts as always.</param>
internal sealed partial class KeyView(string id, ControlPlaneContact? contact = null)
{
    private readonly Lock _gate = new();
    private volatile Held _held = new(new KeyStatus { KeyId = id, State = KeyHealthState.Active }, long.MaxValue, 0, EmptyBlocked);
    private volatile EndpointView? _endpoint;
    private volatile IReadOnlyList<KeyView> _mates = [];
    private long _unfitUntilMs;
    private int _untold;
    private volatile Exclusion? _quarantine;
    private volatile Exclusion? _quarantinedModel;
    private int _successes;
    private readonly SuccessCounts _successesThere = new();

    public string Id { get; } = id;

    /// <summary>The offer to try it out.</summary>
    public ProbeSlot Probe { get; } = new(contact);

    /// <summary>How busy and how quick the key is at this edge.</summary>
    public KeyLoad Load { get; } = new();

    public KeyStatus Status => _held.Status;

    /// <summary>The address it is sent to; null until a catalog has said so.</summary>
    public EndpointView? Endpoint
    {
        get => _endpoint;
        set => _endpoint = value;
    }

    /// <summary>The other keys of its account.</summary>
    public IReadOnlyList<KeyView> Mates
    {
        get => _mates;
        set => _mates = value;
    }

    /// <summary>Milliseconds until the state ends or a probe is due; null when neither will happen.</summary>
    public long? UntilInMs(long nowMs) => _held.UntilMs == long.MaxValue ? null : Math.Max(0, _held.UntilMs - nowMs);

    /// <summary>Whether a call for <paramref name="model"/> may use the key now.</summary>
    /// <param name="model">The provider's name of the model.</param>
    /// <param name="nowMs">This process's monotonic clock.</param>
    public bool IsUsable(string model, long nowMs) => IsOpenTo(model, nowMs) && Model(model)?.IsUsable(nowMs) != false;

    /// <summary>The same, whatever the key's circuit for that model says.</summary>
    public bool IsOpenTo(string model, long nowMs)
    {
        var held = _held;
        if (Quarantining(model, nowMs) is not null || Volatile.Read(ref _untold) > 0 || IsUnfit(nowMs))
            return false;
        return IsInUse(held, nowMs)
            && (held.Blocked.Count == 0 || !held.Blocked.TryGetValue(model, out var until) || nowMs >= until);
    }

    /// <summary>
    /// The part of its weight that calls for a model may give it, above 0 up to 1: less than 1 while it, or its circuit for the
    /// model, is coming back. The same at every edge, because all count from the same word of its owner.
    /// </summary>
    public double Share(string model, long nowMs)
    {
        var held = _held;
        var share = held.FullAtMs <= nowMs ? 1 : SlowStart.Share(held.FullAtMs - nowMs, held.Status.SlowStartMs);
        return Model(model) is { } circuit ? Math.Min(share, circuit.Share(nowMs)) : share;
    }

    /// <summary>Milliseconds until a call for the model may use the key, 0 if it may now; null when time alone does not bring it back.</summary>
    public long? UsableInMs(string model, long nowMs)
    {
        var held = _held;
        if (held.Status.State is not (KeyHealthState.Active or KeyHealthState.Throttled) || Volatile.Read(ref _untold) > 0 || IsUnfit(nowMs)
            || Model(model)?.IsUsable(nowMs) == false)
            return null;
        var until = held.Status.State == KeyHealthState.Throttled ? held.UntilMs : nowMs;
        if (Quarantining(model, nowMs) is { } quarantine)
        {
            if (quarantine.BackAtMs is not { } backAt)
                return null;
            until = Math.Max(until, backAt);
        }
        if (held.Blocked.TryGetValue(model, out var blockedUntil))
            until = Math.Max(until, blockedUntil);
        return Math.Max(0, until - nowMs);
    }

    /// <summary>Whether this edge keeps it out because of what it saw itself, and its owner has not answered yet.</summary>
    public bool IsUndecided(string model, long nowMs) => Quarantining(model, nowMs) is not null || Volatile.Read(ref _untold) > 0;

    /// <summary>True when the key is out of use and a probe may be asked for.</summary>
    public bool IsProbeDue(long nowMs)
    {
        var held = _held;
        // A probe past its deadline is one too: should its holder and the key's owner have been lost together, nobody else would ask.
        return held.Status.State is KeyHealthState.Open or KeyHealthState.Dead or KeyHealthState.QuotaOut or KeyHealthState.Probing
            && nowMs >= held.UntilMs && !IsUnfit(nowMs);
    }

    /// <summary>Whether the provider does not let this edge in with it: whatever the owner says, it is of no use here.</summary>
    public bool IsUnfit(long nowMs) => nowMs < Volatile.Read(ref _unfitUntilMs);

    /// <param name="untilMs">When this edge tries it again; 0 for at once.</param>
    public void MarkUnfit(long untilMs) => Volatile.Write(ref _unfitUntilMs, untilMs);

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
            var fullAt = status.SlowStartLeftMs > 0 ? nowMs + status.SlowStartLeftMs : 0;
            _held = new Held(status, status.UntilInMs is { } until ? nowMs + until : long.MaxValue, fullAt, blocked);
            Follow(status.Models, nowMs);
            EndQuarantine();
        }
        Endpoint?.Count(nowMs);
        return true;
    }

    /// <summary>The owner has heard of the failure and did not find it reason enough.</summary>
    public void EndQuarantine()
    {
        _quarantine = null;
        _quarantinedModel = null;
    }

    /// <summary>Out of use here at once, until the owner has decided.</summary>
    /// <param name="untilMs">When it ends without a word from the owner.</param>
    /// <param name="backAtMs">When the provider is expected to take calls again; null when time alone will not bring that about.</param>
    public void Quarantine(long untilMs, long? backAtMs = null) => _quarantine = new Exclusion(null, untilMs, backAtMs);

    /// <summary>
    /// Out of use here until <see cref="Told"/>, whatever is heard of it meanwhile: who speaks for it does not know yet that the
    /// provider refuses it.
    /// </summary>
    public void AwaitOwner() => Interlocked.Increment(ref _untold);

    /// <summary>Its owner has heard, and from now on its word counts.</summary>
    public void Told() => Interlocked.Decrement(ref _untold);

    /// <summary>Out of use for one model until the owner has decided; the last one that failed counts.</summary>
    public void Quarantine(string model, long untilMs, long? backAtMs = null) => _quarantinedModel = new Exclusion(model, untilMs, backAtMs);

    /// <summary>Counts for the key's owner and for its endpoint's, each of whom is told in its own time.</summary>
    public void CountSuccess(string model)
    {
        Interlocked.Increment(ref _successes);
        _successesThere.Count(model);
        Model(model)?.CountSuccess();
    }

    public int TakeSuccesses() => Interlocked.Exchange(ref _successes, 0);

    /// <summary>Those that the endpoint has not heard of.</summary>
    public void TakeSuccessesThere(List<KeySuccesses> taken) => _successesThere.TakeInto(taken, Id);

    private Exclusion? Quarantining(string model, long nowMs) =>
        _quarantine is { } quarantine && nowMs < quarantine.UntilMs ? quarantine
        : _quarantinedModel is { } exclusion && nowMs < exclusion.UntilMs && exclusion.Model == model ? exclusion
        : null;

    private bool IsInUse(Held held, long nowMs) => held.Status.State switch
    {
        KeyHealthState.Active => true,
        // Its own time is up; the owner will say so too, and nothing depends on who says it first.
        KeyHealthState.Throttled => nowMs >= held.UntilMs,
        // A circuit waits for its probe, unless nobody can be asked for one or there would be too few keys left.
        _ => held.Status.IsCircuit && ((nowMs >= held.UntilMs && contact?.IsLostAt(nowMs) == true) || Endpoint is { Panics: true }),
    };

    private static readonly IReadOnlyDictionary<string, long> EmptyBlocked = new Dictionary<string, long>();

    private sealed record Exclusion(string? Model, long UntilMs, long? BackAtMs);

    /// <param name="FullAtMs">When it has its full share; 0 when it has.</param>
    private sealed record Held(KeyStatus Status, long UntilMs, long FullAtMs, IReadOnlyDictionary<string, long> Blocked);
}
