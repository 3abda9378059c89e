using AiGateway.Core.Health;
using AiGateway.Edge.Catalog;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Cluster;

/// <summary>
/// What this edge holds of one provider's address: the owner's newest word, and what it has seen itself. Read by every call,
/// written by few.
/// </summary>
/// <param name="id">The provider's.</param>
/// <param name="contact">By which it knows whether owners can still be heard; null counts as always.</param>
internal sealed class EndpointView(string id, ControlPlaneContact? contact = null)
{
    /// <summary>How long an endpoint, or a key, that this edge saw failing is left alone without a word from its owner.</summary>
    public const int QuarantineMs = 2_000;

    /// <summary>Parts of a call: shares are given out exactly, without fractions.</summary>
    private const int Whole = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<KeyPart, int> _successes = [];
    private volatile Held _held = new(new EndpointStatus { EndpointId = id }, long.MaxValue, 0);
    private volatile Pool _pool = new(HealthTerms.Default, []);
    private volatile bool _panics;
    private EndpointJudge _judge = new(new());
    private long _quarantinedUntilMs;
    private long _unfitUntilMs;
    private readonly OverloadPressure _pressure = new();
    private volatile int _letThrough = Whole;
    private int _keptAway;
    private int _turns;

    public string Id { get; } = id;

    public EndpointStatus Status => _held.Status;

    /// <summary>The offer to try it out.</summary>
    public ProbeSlot Probe { get; } = new(contact);

    public HealthTerms Terms => _pool.Terms;

    /// <summary>So few of its keys are left for passing reasons that their circuits are ignored.</summary>
    public bool Panics => _panics;

    /// <summary>Milliseconds until a probe is due, or this edge will try it again; null when it is in use.</summary>
    public long? UntilInMs(long nowMs)
    {
        var own = Math.Max(Volatile.Read(ref _quarantinedUntilMs), Volatile.Read(ref _unfitUntilMs));
        var until = _held.UntilMs == long.MaxValue ? own : Math.Max(own, _held.UntilMs);
        return IsUsable(nowMs) ? null : Math.Max(0, until - nowMs);
    }

    /// <summary>Whether calls may go there at all.</summary>
    /// <param name="nowMs">This process's monotonic clock.</param>
    public bool IsUsable(long nowMs)
    {
        var held = _held;
        return nowMs >= Volatile.Read(ref _quarantinedUntilMs) && nowMs >= Volatile.Read(ref _unfitUntilMs)
            && (held.Status.State == EndpointState.Active || (nowMs >= held.UntilMs && contact?.IsLostAt(nowMs) == true));
    }

    /// <summary>Whether a call may go there: as any may, or as the trial that it takes with it and must report.</summary>
    public bool MayEnter(long nowMs, out ProbeGrant? trial)
    {
        trial = null;
        if (IsUsable(nowMs))
            return true;
        if (!IsUnfit(nowMs))
            trial = Probe.Take(nowMs);
        return trial is not null;
    }

    /// <summary>
    /// Whether it is not this call's turn, provided that somebody else can answer it: while the endpoint comes back it is given
    /// one of ten calls at first and all in the end, and while it is overloaded as many as it may be able to take.
    /// </summary>
    public bool StandsBack(long nowMs)
    {
        var held = _held;
        var letThrough = _letThrough;
        if (held.FullAtMs <= nowMs && letThrough == Whole)
            return false;
        var share = (int)Math.Round(letThrough * SlowStart.Share(held.FullAtMs - nowMs, held.Status.SlowStartMs));
        // A call's turn is when the sum of the shares passes a whole: exact for any number of callers, without a lock.
        var sum = (uint)Interlocked.Add(ref _turns, share);
        return sum / Whole == (sum - (uint)share) / Whole;
    }

    /// <summary>
    /// A call was answered elsewhere because it was not its turn. Under overload it counts as asked for; what a slow start
    /// holds back says nothing of what the provider could take.
    /// </summary>
    public void CountKeptAway(long nowMs)
    {
        if (_held.FullAtMs <= nowMs)
            Interlocked.Increment(ref _keptAway);
    }

    /// <summary>True when it is out of use and a probe may be asked for by this edge.</summary>
    public bool IsProbeDue(long nowMs)
    {
        var held = _held;
        return held.Status.State != EndpointState.Active && nowMs >= held.UntilMs && !IsUnfit(nowMs);
    }

    /// <summary>Whether the provider does not let this edge in.</summary>
    public bool IsUnfit(long nowMs) => nowMs < Volatile.Read(ref _unfitUntilMs);

    /// <summary>Milliseconds until this edge asks again to be let in; 0 when it is.</summary>
    public long UnfitLeftMs(long nowMs) => Math.Max(0, Volatile.Read(ref _unfitUntilMs) - nowMs);

    /// <summary>
    /// The provider has refused this edge's address or country to one of its keys. Lists of addresses belong to accounts, so
    /// another key may be let in; when half of them are not, and two, or the only one, the provider is left alone here.
    /// </summary>
    /// <returns>Whether that was new of the key, and whether it was new of the provider.</returns>
    public (bool Key, bool Endpoint) MarkUnfit(KeyView key, long nowMs)
    {
        lock (_gate)
        {
            var (keyKnown, known) = (key.IsUnfit(nowMs), IsUnfit(nowMs));
            key.MarkUnfit(nowMs + Terms.UnfitMs);
            var refused = _pool.Keys.Count(each => each.IsUnfit(nowMs));
            var inUse = KeysInUse();
            if (refused < (inUse == 1 ? 1 : Math.Max(2, (inUse + 1) / 2)))
                return (!keyKnown, false);
            Volatile.Write(ref _unfitUntilMs, nowMs + Terms.UnfitMs);
            return (!keyKnown, !known);
        }
    }

    /// <summary>An operator says that the provider lets this edge in again.</summary>
    public void MarkFit()
    {
        Volatile.Write(ref _unfitUntilMs, 0);
        foreach (var key in _pool.Keys)
            key.MarkUnfit(0);
    }

    /// <summary>Takes the catalog's word on which keys there are and how they are judged.</summary>
    public void Belong(ProviderEntry provider, IReadOnlyList<KeyView> keys, long nowMs)
    {
        foreach (var key in keys)
            key.Endpoint = this;
        _pool = new Pool(provider.Health, keys);
        Count(nowMs);
    }

    /// <summary>Takes the owner's word if it is newer than what is held, and ends the quarantine.</summary>
    public bool Apply(EndpointStatus status, long nowMs)
    {
        lock (_gate)
        {
            if (!status.IsNewerThan(_held.Status))
                return false;
            var fullAt = status.SlowStartLeftMs > 0 ? nowMs + status.SlowStartLeftMs : 0;
            _held = new Held(status, status.UntilInMs is { } until ? nowMs + until : long.MaxValue, fullAt);
            _judge = new EndpointJudge(new());
            Volatile.Write(ref _quarantinedUntilMs, 0);
            return true;
        }
    }

    /// <summary>
    /// A call failed for reasons that are not its key's. Judges by what this edge alone has seen, with the owner's rule: what
    /// fails for all its calls is left alone at once, for a moment. That may be this edge's own way there, so an owner who
    /// has nothing new to say does not end it.
    /// </summary>
    public void Failed(KeyView key, string model, UpstreamFailure failure, long nowMs)
    {
        // What was begun before it went out says nothing new.
        if (!IsUsable(nowMs) || key.Model(model)?.IsUsable(nowMs) == false)
            return;
        lock (_gate)
        {
            var overloaded = failure.Class == FailureClass.Overloaded;
            var fresh = Gather(refused: overloaded ? 1 : 0, accepted: overloaded ? 0 : 1, nowMs);
            _judge.Health = _judge.Health.Under(Terms);
            var ruling = _judge.Hear(KeysInUse(), fresh, [new KeyFault(key.Id, failure) { Model = model }], nowMs, random: 0);
            foreach (var trip in ruling.Tripped)
                Quarantine(trip, nowMs + QuarantineMs);
            if (_judge.Health.State == EndpointState.Active)
                return;
            _judge = new EndpointJudge(new());
            Volatile.Write(ref _quarantinedUntilMs, nowMs + QuarantineMs);
        }
    }

    /// <summary>What its owner has not heard of; null when there is nothing.</summary>
    public EndpointReport? TakeReport(KeyFault[] faults, long nowMs)
    {
        lock (_gate)
        {
            var fresh = Gather(refused: 0, accepted: 0, nowMs);
            if (fresh.Count > 0)
                _judge.Hear(KeysInUse(), fresh, [], nowMs, random: 0);
            if (_successes.Count == 0 && faults.Length == 0)
                return null;
            KeySuccesses[] successes = [.. _successes.Select(key => new KeySuccesses(key.Key.KeyId, key.Value) { Model = key.Key.Model })];
            _successes.Clear();
            return new EndpointReport(KeysInUse(), successes, faults, Terms);
        }
    }

    /// <summary>Looks how many of its keys are left; to be called when one of them has changed, or time may have changed one.</summary>
    public void Count(long nowMs)
    {
        var (usable, passing) = (0, 0);
        foreach (var key in _pool.Keys)
        {
            var status = key.Status;
            if (status.State == KeyHealthState.Active || (status.State == KeyHealthState.Throttled && key.UntilInMs(nowMs) == 0))
                usable++;
            else if (status.State == KeyHealthState.Throttled || status.IsCircuit)
                passing++;
        }
        _panics = PanicRule.Applies(usable, passing);
    }

    private void Quarantine(KeyFault trip, long untilMs)
    {
        if (_pool.Keys.FirstOrDefault(key => key.Id == trip.KeyId) is not { } key)
            return;
        if (trip.Model is { } model)
            key.Quarantine(model, untilMs);
        else
            key.Quarantine(untilMs);
    }

    /// <summary>Keys that calls could be made with, were the provider well.</summary>
    private int KeysInUse()
    {
        var count = 0;
        foreach (var key in _pool.Keys)
            count += key.Status is { State: KeyHealthState.Active or KeyHealthState.Throttled } or { IsCircuit: true } ? 1 : 0;
        return Math.Max(1, count);
    }

    /// <summary>Successes since the last look, kept for the owner as well.</summary>
    private List<KeySuccesses> Gather(int refused, int accepted, long nowMs)
    {
        var fresh = new List<KeySuccesses>();
        foreach (var key in _pool.Keys)
            key.TakeSuccessesThere(fresh);
        foreach (var success in fresh)
        {
            var part = new KeyPart(success.KeyId, success.Model);
            _successes[part] = _successes.GetValueOrDefault(part) + success.Count;
            accepted += success.Count;
        }
        _pressure.Count(refused + accepted + Interlocked.Exchange(ref _keptAway, 0), accepted, nowMs);
        // The last calls are never kept away: how else would it be seen that there is room again?
        _letThrough = Math.Max(Whole / 100, (int)Math.Round(Whole * (1 - _pressure.Share(Terms.MinimumCalls, nowMs))));
        return fresh;
    }

    /// <param name="FullAtMs">When it is given all calls; 0 when it is.</param>
    private sealed record Held(EndpointStatus Status, long UntilMs, long FullAtMs);

    private sealed record Pool(HealthTerms Terms, IReadOnlyList<KeyView> Keys);
}
