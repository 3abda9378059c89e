namespace AiGateway.Core.Limits.Owner;

/// <summary>
/// Keeps the stored record ahead of the grants: what is granted of a hard limit comes out of a reserve that a record counted
/// as outstanding before it grew, and only until the horizon that record set.
/// </summary>
internal sealed class RecordKeeper(
    long epoch, long offsetMs, PermitLedgers ledgers, CalendarPeriods periods, LeaseTable leases, LeaseTerms terms, SafetyRules without)
{
    private readonly List<(PermitLedger Ledger, long Count)> _topUps = [];
    private HashSet<string> _holders = new(StringComparer.Ordinal);
    private LimitRecord? _writing;
    private long _writtenMs;

    public bool TookOver { get; private set; }

    public bool Fenced { get; private set; }

    public long HorizonMs { get; private set; } = long.MinValue;

    /// <summary>True when the record says that the edge may hold slots.</summary>
    public bool Names(string edge) => _holders.Contains(edge);

    public LimitRecord? Begin(LedgerTime now)
    {
        if (_writing is not null || Fenced)
            return null;
        _topUps.Clear();
        var urgent = !TookOver;
        foreach (var ledger in ledgers.All)
            urgent |= PlanTopUp(ledger, now) || HasUnnamedHolder(ledger);
        var renew = HorizonMs - now.Ms < terms.HorizonMs / 2 && ledgers.All.Any(ledger => ledger.Hard && (ledger.Out > 0 || ledger.Unmet > 0));
        if (!urgent && !renew && (_topUps.Count == 0 || now.Ms - _writtenMs < terms.WriteGapMs))
            return null;
        _writtenMs = now.Ms;
        return _writing = Compose(now, now.Ms + terms.HorizonMs, closed: false);
    }

    public void Written()
    {
        foreach (var (ledger, count) in _topUps)
        {
            // What was charged or lowered since takes precedence.
            ledger.Reserve += ledger.Hard ? Math.Max(0, Math.Min(count, ledger.Free)) : 0;
            (ledger.Unmet, ledger.LargestUnmet) = (0, 0);
        }
        _topUps.Clear();
        HorizonMs = _writing!.HorizonMs;
        _holders = new(_writing.SlotHolders, StringComparer.Ordinal);
        (_writing, TookOver) = (null, true);
    }

    public void NotWritten(bool fenced)
    {
        _topUps.Clear();
        _writing = null;
        // The first write is the claim to an epoch. In doubt it may be another's, so its outcome must be known.
        Fenced |= (fenced || !TookOver) && !without.HasFlag(SafetyRules.StopWhenFenced);
    }

    /// <summary>A new day or month: what a record under way covers is of the one before.</summary>
    public void Turn(PermitLedger ledger) => _topUps.RemoveAll(topUp => topUp.Ledger == ledger);

    public LimitRecord? Close(LedgerTime now)
    {
        if (_writing is not null || Fenced || !TookOver)
            return null;
        foreach (var ledger in ledgers.All)
            ledger.Reserve = 0;
        Fenced = true;
        return Compose(now, HorizonMs, closed: leases.Leases.Count == 0 && ledgers.All.All(ledger => ledger.Charges is not SlotCharges { Used: > 0 }));
    }

    /// <returns>True when the write cannot wait.</returns>
    private bool PlanTopUp(PermitLedger ledger, LedgerTime now)
    {
        if (ledger is not { Hard: true, Bound: { } bound })
            return false;
        var want = Wanted(ledger, 0, bound, now);
        if ((ledger.Reserve * 2 >= want && ledger.Reserve >= ledger.LargestUnmet) || ledger.Free < 1 || WorthAWriteInMs(ledger, 0, now) > 0)
            return false;
        _topUps.Add((ledger, Math.Min(want - ledger.Reserve, ledger.Free)));
        return ledger.Unmet > 0;
    }

    /// <summary>
    /// When a write that adds what is free to the reserve is worth it: at once when that is much, or else so long after the last
    /// one. Permits that leave the window one by one are stored a few times a second, not each on its own.
    /// </summary>
    /// <param name="ledger">The limit.</param>
    /// <param name="need">What a call needs of it that has not been asked for yet.</param>
    /// <param name="now">Now.</param>
    public long WorthAWriteInMs(PermitLedger ledger, long need, LedgerTime now)
    {
        var bound = ledger.Bound ?? 0;
        var much = Math.Max(1, Math.Min(Wanted(ledger, need, bound, now) - ledger.Reserve, bound / 200));
        return ledger.Free >= much ? 0 : Math.Max(0, _writtenMs + terms.WriteGapMs - now.Ms);
    }

    private long Wanted(PermitLedger ledger, long need, long bound, LedgerTime now)
    {
        var twoSeconds = (long)Math.Ceiling(2 * ledger.Demand.PerSecond(now.Ms));
        var want = Math.Max(ledger.Unmet + need, Math.Max(twoSeconds, 3L * leases.Leases.Count));
        return Math.Min(want, Math.Max(Math.Max(ledger.LargestUnmet, need), (bound + 3) / 4));
    }

    private bool HasUnnamedHolder(PermitLedger ledger) =>
        ledger is { Hard: true, Dimension: LimitDimension.Concurrent, Unmet: > 0 } && leases.Leases.Any(lease => !Names(lease.Edge.Id));

    private LimitRecord Compose(LedgerTime now, long horizonMs, bool closed) => new()
    {
        Epoch = epoch,
        OffsetMs = offsetMs,
        WrittenMs = now.Ms,
        HorizonMs = horizonMs,
        Closed = closed,
        Ledgers = [.. ledgers.All.Where(ledger => ledger.Hard).Select(ledger => Compose(ledger, closed))],
        SlotHolders = closed ? [] : [.. leases.Leases.Select(lease => lease.Edge.Id).Union(
            (ledgers[LimitDimension.Concurrent]?.Charges as SlotCharges)?.Edges ?? [], StringComparer.Ordinal)],
    };

    private LedgerRecord Compose(PermitLedger ledger, bool closed)
    {
        long topUp = 0;
        foreach (var (each, count) in _topUps)
            topUp += each == ledger ? count : 0;
        var isSlots = ledger.Charges is SlotCharges;
        return new LedgerRecord
        {
            Dimension = ledger.Dimension,
            Outstanding = ledger.Out + ledger.Reserve + topUp + (isSlots && !closed ? ledger.Charges.Used : 0),
            Charges = (ledger.Charges as SlidingCharges)?.Store() ?? [],
            Used = ledger.Charges is CalendarCharges calendar ? calendar.Used : 0,
            EndsAtUnixMs = ledger.Dimension.IsDaily() ? periods.DayEndsUnixMs : ledger.Dimension.IsMonthly() ? periods.MonthEndsUnixMs : 0,
        };
    }
}
