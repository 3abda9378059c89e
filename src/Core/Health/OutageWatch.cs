namespace AiGateway.Core.Health;

/// <summary>
/// Counts what all keys of one endpoint go through, and tells a provider that is down from a key that fails alone. Not safe
/// for several threads.
/// </summary>
internal sealed class OutageWatch
{
    /// <summary>One key's failures are its own: an outage is what at least so many keys meet.</summary>
    private const int FewestKeys = 2;

    private readonly Dictionary<string, KeyCount> _keys = new(StringComparer.Ordinal);
    private BreakerWindow _all = BreakerWindow.Empty;

    public void Succeeded(string keyId, int count, long nowMs)
    {
        _all = _all.Succeeded(count, nowMs);
        _keys[keyId] = new KeyCount((_keys.GetValueOrDefault(keyId) ?? KeyCount.None).Window.Succeeded(count, nowMs), null);
    }

    /// <summary>
    /// Counts a failure that says nothing of the key. An outage is when the calls of all keys together would open a circuit,
    /// and at least half of the keys in use, and two, take part in it. Otherwise it may be the key's own circuit that opens.
    /// </summary>
    public OutageFinding Failed(string keyId, UpstreamFailure failure, int keysInUse, HealthTerms terms, long nowMs)
    {
        var halves = BreakerWindow.HalvesOf(failure);
        var before = _keys.GetValueOrDefault(keyId) ?? KeyCount.None;
        var key = before with { Window = before.Window.Failed(halves, nowMs) };
        _keys[keyId] = key;
        _all = _all.Failed(halves, nowMs);
        if (FailingTogether(keysInUse, terms, nowMs))
            return OutageFinding.Endpoint;
        if (!key.Window.Trips(terms))
            return OutageFinding.Nothing;
        _keys[keyId] = new KeyCount(BreakerWindow.Empty, nowMs);
        return OutageFinding.Key;
    }

    /// <summary>Forgets all counts.</summary>
    /// <returns>The keys that were found failing alone a moment ago, as it seemed.</returns>
    public IReadOnlyList<string> Clear(long nowMs)
    {
        string[] accused = [.. _keys.Where(key => key.Value.IsTripped(nowMs)).Select(key => key.Key)];
        _keys.Clear();
        _all = BreakerWindow.Empty;
        return accused;
    }

    private bool FailingTogether(int keysInUse, HealthTerms terms, long nowMs)
    {
        var all = _all.At(nowMs);
        var (inARow, byShare) = (all.TripsInARow(terms), all.TripsByShare(terms));
        if (!inARow && !byShare)
            return false;
        var (rowKeys, shareKeys) = (0, 0);
        foreach (var (id, key) in _keys)
        {
            var window = key.Window.At(nowMs);
            var tripped = key.IsTripped(nowMs);
            if (window.Buckets.Count == 0 && !tripped)
                _keys.Remove(id);
            rowKeys += tripped || window.ConsecutiveHalves > 0 ? 1 : 0;
            shareKeys += tripped || window.MostlyFails(terms) ? 1 : 0;
        }
        var enough = Math.Max(FewestKeys, (keysInUse + 1) / 2);
        return (inARow && rowKeys >= enough) || (byShare && shareKeys >= enough);
    }

    /// <param name="Window">Its calls of late.</param>
    /// <param name="TrippedMs">When it was found failing alone, if it has not succeeded since.</param>
    private sealed record KeyCount(BreakerWindow Window, long? TrippedMs)
    {
        public static KeyCount None { get; } = new(BreakerWindow.Empty, null);

        public bool IsTripped(long nowMs) => TrippedMs is { } at && nowMs - at < BreakerWindow.LengthMs;
    }
}

/// <summary>What a failure has brought to light.</summary>
internal enum OutageFinding
{
    Nothing,

    /// <summary>The key fails, and others do not.</summary>
    Key,

    /// <summary>The provider fails.</summary>
    Endpoint,
}
