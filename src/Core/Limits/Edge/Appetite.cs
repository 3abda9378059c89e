namespace AiGateway.Core.Limits.Edge;

/// <summary>How much an edge should hold: seconds of demand while there is plenty, hardly any when there is not.</summary>
internal sealed class Appetite(HeldLease lease, LeaseTerms terms)
{
    private long _askedMs = long.MinValue / 2;

    /// <summary>The owner has little left.</summary>
    public bool Scarce { get; set; }

    /// <summary>A call has come.</summary>
    public void Ask(long nowMs) => _askedMs = nowMs;

    /// <summary>No more calls will come.</summary>
    public void Rest() => _askedMs = long.MinValue / 2;

    /// <summary>Nobody has asked for the length of a lease.</summary>
    public bool Rests(long nowMs) => nowMs - _askedMs >= terms.LeaseMs;

    /// <summary>How much should be ready.</summary>
    public long Target(LimitDimension dimension, long nowMs)
    {
        if (Rests(nowMs))
            return 0;
        ref var purse = ref lease[dimension];
        var rate = purse.Rate.PerSecond(nowMs);
        if (dimension == LimitDimension.Concurrent)
            return Scarce ? 0 : Math.Max(1, (long)Math.Ceiling(rate / 4));
        return Scarce ? (long)Math.Ceiling(rate / 2) : Math.Max(2 * Math.Max(1, purse.Typical), (long)Math.Ceiling(5 * rate));
    }

    /// <summary>How much of what is held should be given back.</summary>
    public long Surplus(LimitDimension dimension, long nowMs)
    {
        var enough = Target(dimension, nowMs);
        if (dimension == LimitDimension.Concurrent)
            enough = Math.Clamp(lease.SlotsLeft, 0, enough);
        return Math.Max(0, lease.Spare(dimension, nowMs) - enough);
    }

    public bool HasSurplus(long nowMs)
    {
        for (LimitDimension dimension = 0; dimension <= LimitDimension.Concurrent; dimension++)
        {
            if (Surplus(dimension, nowMs) > 0)
                return true;
        }
        return false;
    }

    /// <summary>Half of what should be ready is gone.</summary>
    public bool IsLow(LimitSet limits, long nowMs)
    {
        foreach (var limit in limits.Limits)
        {
            var ready = lease.Ready(limit.Dimension, nowMs);
            var enough = Scarce ? (long)(lease[limit.Dimension].Rate.PerSecond(nowMs) / 10) : Target(limit.Dimension, nowMs) / 2;
            if (ready <= enough && (!Scarce || limit.Dimension != LimitDimension.Concurrent))
                return true;
        }
        return false;
    }
}
