namespace AiGateway.Core.Limits.Owner;

/// <summary>The ledgers of one entity, made when a limit first appears and kept when it goes, so that it comes back as it went.</summary>
internal sealed class PermitLedgers
{
    private readonly PermitLedger?[] _byDimension = new PermitLedger?[LimitDimensions.Count];
    private readonly List<PermitLedger> _all = [];

    public IReadOnlyList<PermitLedger> All => _all;

    public PermitLedger? this[LimitDimension dimension] =>
        (uint)dimension < LimitDimensions.Count ? _byDimension[(int)dimension] : null;

    public bool AnyHard => _all.Exists(ledger => ledger.Hard);

    public void Bind(LimitSet limits, CalendarPeriods periods)
    {
        foreach (var limit in limits.Limits)
            Open(limit.Dimension, periods);
        foreach (var ledger in _all)
            ledger.Bind(limits.Of(ledger.Dimension));
    }

    public PermitLedger Open(LimitDimension dimension, CalendarPeriods periods)
    {
        if (_byDimension[(int)dimension] is { } known)
            return known;
        var ledger = new PermitLedger(dimension, NewCharges(dimension, periods));
        _byDimension[(int)dimension] = ledger;
        _all.Add(ledger);
        return ledger;
    }

    private static ICharges NewCharges(LimitDimension dimension, CalendarPeriods periods)
    {
        if (dimension.WindowMs() is > 0 and var window)
            return new SlidingCharges(window);
        if (dimension.IsDaily() || dimension.IsMonthly())
            return new CalendarCharges(periods, dimension.IsDaily());
        return new SlotCharges();
    }
}
