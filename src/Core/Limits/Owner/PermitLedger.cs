namespace AiGateway.Core.Limits.Owner;

/// <summary>One dimension of an entity: what is used, out, ready to be given and free. They add up to the bound.</summary>
internal sealed class PermitLedger(LimitDimension dimension, ICharges charges)
{
    private const long Unlimited = 1L << 61;

    public LimitDimension Dimension { get; } = dimension;

    public ICharges Charges { get; } = charges;

    /// <summary>Null while the dimension is not limited.</summary>
    public long? Bound { get; private set; }

    public bool Hard { get; private set; }

    /// <summary>At edges: granted, and neither used nor returned.</summary>
    public long Out { get; set; }

    /// <summary>Covered by the stored record and not granted yet. Only hard limits have one.</summary>
    public long Reserve { get; set; }

    /// <summary>What edges asked for lately and the reserve could not give.</summary>
    public long Unmet { get; set; }

    /// <summary>The most any of them asked for.</summary>
    public long LargestUnmet { get; set; }

    /// <summary>A refused edge is told to stay away until a little after the one before it, ledger milliseconds.</summary>
    public long DeniedUntilMs { get; set; }

    /// <summary>Permits granted a second.</summary>
    public DecayedRate Demand;

    /// <summary>How much of the bound a provider that refuses calls leaves in use.</summary>
    public Congestion Congestion;

    /// <summary>Never negative but after the bound was lowered, or when a call used more than it had reserved.</summary>
    public long Free => Usable - Charges.Used - Out - Reserve;

    private long Usable => Bound is { } bound ? Math.Max(1, (long)((Int128)bound * Congestion.Percent / 100)) : Unlimited;

    /// <summary>What may still be given, now or after a write.</summary>
    public long Left => Math.Max(0, Free + Reserve);

    /// <summary>What may be given now.</summary>
    public long Ready(SafetyRules without) =>
        !Hard || without.HasFlag(SafetyRules.GrantFromReserve) ? Left : Math.Min(Reserve, Left);

    public void Bind(Limit? limit)
    {
        Bound = limit?.Bound;
        Hard = limit is { Hard: true };
        if (!Hard)
            Reserve = 0;
        Shrink();
    }

    /// <summary>What is used beyond the bound is taken from what was only ready.</summary>
    public void Shrink()
    {
        if (Free < 0)
            Reserve = Math.Max(0, Reserve + Free);
    }

    /// <summary>How much of what it holds an edge may keep: all edges give back the same part of what is too much.</summary>
    public long? Keeps(long held)
    {
        // What is ready to be granted goes first.
        var over = -(Free + Reserve);
        return Dimension == LimitDimension.Concurrent && over > 0 && Out > 0 ? Math.Max(0, held - (((over * held) + Out - 1) / Out)) : null;
    }

    /// <summary>A provider says less is left than is known here: others use the account too. More is never believed.</summary>
    public void FollowDown(long remaining, long nowMs)
    {
        if (Bound is not null && !Hard && Left > Math.Max(0, remaining))
            Charges.Charge(Left - Math.Max(0, remaining), nowMs);
    }

    public void Grant(long count, long nowMs)
    {
        Out += count;
        if (Hard)
            Reserve -= Math.Min(Reserve, count);
        Demand.Add(count, nowMs);
    }
}
