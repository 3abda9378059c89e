namespace AiGateway.Core.Health;

/// <summary>
/// Counts what all keys of one endpoint go through, and tells a provider that is down from a key that fails alone, and both
/// from a model that does. Not safe for several threads.
/// </summary>
internal sealed class OutageWatch
{
    /// <summary>One key's failures are its own: an outage is what at least so many keys meet.</summary>
    private const int FewestKeys = 2;

    private readonly Dictionary<string, CallCounts> _keys = new(StringComparer.Ordinal);
    private readonly CallCounts _all = new();

    public void Succeeded(KeySuccesses success, long nowMs)
    {
        _all.Succeeded(success.Model, success.Count, nowMs);
        Of(success.KeyId).Succeeded(success.Model, success.Count, nowMs);
    }

    /// <summary>
    /// Counts a failure that says nothing of the key. An outage is when the calls of all keys together would open a circuit,
    /// at least half of the keys in use, and two, take part in it, and all models in use do. Otherwise it may be the key's own
    /// circuit that opens, if it fails for all models that it is used for, or else its circuit for the model.
    /// </summary>
    public OutageFinding Failed(KeyFault fault, int keysInUse, HealthTerms terms, long nowMs)
    {
        var (id, halves, mayBeOfModel) = (fault.KeyId, BreakerWindow.HalvesOf(fault.Failure), fault.Failure.MayBeOfModel);
        var key = Of(id);
        if (!key.Failed(fault.Model, mayBeOfModel, halves, nowMs))
            return key.Of(fault.Model!).Window.Trips(terms) ? Accuse([id], fault.Model!, nowMs) : OutageFinding.Nothing;
        _all.Failed(fault.Model, mayBeOfModel, halves, nowMs);
        if (FailingTogether(keysInUse, terms, nowMs))
            return new OutageFinding(IsOutage: true, [], Clear(nowMs));
        if (key.FailsInARow(terms, nowMs) || key.FailsByShare(terms, nowMs))
        {
            KeyPart[] pardoned = [.. PartsOf(id, key, nowMs)];
            key.Trip(nowMs);
            return new OutageFinding(IsOutage: false, [new KeyPart(id)], pardoned);
        }
        return mayBeOfModel && fault.Model is { } model ? Accuse(FailingWith(model, id, keysInUse, terms, nowMs), model, nowMs) : OutageFinding.Nothing;
    }

    /// <summary>Forgets all counts.</summary>
    /// <returns>The keys, and keys for a model, that were found failing alone a moment ago, as it seemed.</returns>
    public IReadOnlyList<KeyPart> Clear(long nowMs)
    {
        KeyPart[] accused = [.. _keys.SelectMany(key => (key.Value.IsTripped(nowMs) ? [new KeyPart(key.Key)] : (KeyPart[])[])
            .Concat(PartsOf(key.Key, key.Value, nowMs)))];
        _keys.Clear();
        _all.Clear();
        return accused;
    }

    private static IEnumerable<KeyPart> PartsOf(string keyId, CallCounts key, long nowMs) =>
        key.TrippedModels(nowMs).Select(model => new KeyPart(keyId, model));

    private CallCounts Of(string keyId)
    {
        if (!_keys.TryGetValue(keyId, out var key))
            _keys[keyId] = key = new CallCounts();
        return key;
    }

    private bool FailingTogether(int keysInUse, HealthTerms terms, long nowMs)
    {
        var (inARow, byShare) = (_all.FailsInARow(terms, nowMs), _all.FailsByShare(terms, nowMs));
        if (!inARow && !byShare)
            return false;
        var (rowKeys, shareKeys) = (0, 0);
        foreach (var (id, key) in _keys)
        {
            if (key.IsIdle(nowMs))
                _keys.Remove(id);
            rowKeys += key.FailedLast(nowMs) ? 1 : 0;
            shareKeys += key.MostlyFails(terms, nowMs) ? 1 : 0;
        }
        var enough = Enough(keysInUse);
        return (inARow && rowKeys >= enough) || (byShare && shareKeys >= enough);
    }

    /// <summary>
    /// The keys that are no use for the model: this one, if its own calls would open a circuit, or all that fail with it, when
    /// the model's calls with all keys would and at least half of the keys take part. Once that was so, one failure is enough
    /// for each of the rest.
    /// </summary>
    private List<string> FailingWith(string model, string keyId, int keysInUse, HealthTerms terms, long nowMs)
    {
        var all = _all.Of(model);
        if (all.IsTripped(nowMs))
            return [keyId];
        if (all.Window.TripsInARow(terms) && Part(count => count.Window.At(nowMs).ConsecutiveHalves > 0) is { Count: > 0 } inARow)
            return inARow;
        if (all.Window.TripsByShare(terms) && Part(count => count.Window.At(nowMs).MostlyFails(terms)) is { Count: > 0 } byShare)
            return byShare;
        return Of(keyId).Of(model).Window.Trips(terms) ? [keyId] : [];

        List<string> Part(Func<ModelCount, bool> fails)
        {
            var failing = _keys.Where(key => key.Value.Of(model) is var count && !count.IsTripped(nowMs) && fails(count)).Select(key => key.Key).ToList();
            var known = _keys.Values.Count(key => key.Of(model).IsTripped(nowMs));
            if (failing.Count + known < Enough(keysInUse))
                return [];
            _all.Trip(model, nowMs);
            return failing;
        }
    }

    private OutageFinding Accuse(List<string> keys, string model, long nowMs)
    {
        if (keys.Count == 0)
            return OutageFinding.Nothing;
        foreach (var id in keys)
        {
            var key = Of(id);
            if (key.Of(model) is var count && !count.IsTripped(nowMs))
            {
                key.Excuse(count.Window, nowMs);
                _all.Excuse(count.Window, nowMs);
            }
            key.Trip(model, nowMs);
        }
        return new OutageFinding(IsOutage: false, [.. keys.Select(id => new KeyPart(id, model))], []);
    }

    private static int Enough(int keysInUse) => Math.Max(FewestKeys, (keysInUse + 1) / 2);
}

/// <summary>What a failure has brought to light.</summary>
/// <param name="IsOutage">The provider fails.</param>
/// <param name="Accused">What fails where the rest does not.</param>
/// <param name="Pardoned">What was accused a moment ago of what has turned out to be no fault of its own.</param>
internal sealed record OutageFinding(bool IsOutage, IReadOnlyList<KeyPart> Accused, IReadOnlyList<KeyPart> Pardoned)
{
    public static OutageFinding Nothing { get; } = new(false, [], []);
}
