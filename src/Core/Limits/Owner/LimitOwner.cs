using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Owner;

/// <summary>
/// The owner's side of one entity's limits. It leases permits to edges by count, hears what became of them, and keeps a stored
/// record ahead of every hard limit's grants. Pure: time comes in, replies and records go out. Not safe for many threads.
/// <para>
/// Why a hard limit holds: used, out, reserve and free add up to the bound at all times; only the reserve is granted, and it
/// grows only once a record that counts it as outstanding is stored. A successor takes all that for used, from the last moment
/// it can be, and an owner that was replaced without knowing runs out of reserve at once and of time at the horizon.
/// </para>
/// <para>Source: escrow of counts, after <c>docs/decisions/0011-permit-leases.md</c>.</para>
/// </summary>
public sealed class LimitOwner
{
    private static readonly IReadOnlyList<EdgeName> Nobody = [];

    private readonly LeaseTerms _terms;
    private readonly SafetyRules _without;
    private readonly OwnerClock _clock;
    private readonly PermitLedgers _ledgers = new();
    private readonly CalendarPeriods _periods = new();
    private readonly LeaseTable _leases;
    private readonly RecordKeeper _record;
    private readonly FairShares _shares = new();
    private readonly long _learnUntilMs;
    private long _limitsVersion;
    private long _recalledMs = long.MinValue / 2;

    /// <summary>Takes over from whoever wrote the record. Nothing is served before the first write has succeeded.</summary>
    /// <param name="stored">What the store holds; null when the entity is new.</param>
    /// <param name="limits">The bounds as the first report gave them.</param>
    /// <param name="limitsVersion">The catalog they are from.</param>
    /// <param name="unixMs">The wall clock.</param>
    /// <param name="monoMs">The monotonic clock every later call is made with.</param>
    /// <param name="terms">Durations; the same for every owner and edge.</param>
    public LimitOwner(LimitRecord? stored, LimitSet limits, long limitsVersion, long unixMs, long monoMs, LeaseTerms terms)
        : this(stored, limits, limitsVersion, unixMs, monoMs, terms, SafetyRules.None)
    {
    }

    internal LimitOwner(
        LimitRecord? stored, LimitSet limits, long limitsVersion, long unixMs, long monoMs, LeaseTerms terms, SafetyRules without)
    {
        (_terms, _without, _limitsVersion) = (terms, without, limitsVersion);
        stored ??= new LimitRecord { Closed = true };
        Epoch = stored.Epoch + 1;
        _clock = new OwnerClock(stored.OffsetMs, stored.WrittenMs, unixMs, monoMs);
        var now = _clock.At(monoMs);
        TakeOver.Restore(stored, limits, _ledgers, _periods, now, terms, without);
        _leases = new LeaseTable(Epoch, _ledgers, terms, without);
        _record = new RecordKeeper(Epoch, _clock.OffsetMs, _ledgers, _periods, _leases, terms, without);
        _learnUntilMs = stored.Closed ? long.MinValue : now.Ms + (2 * terms.ReportMs);
    }

    public long Epoch { get; }

    /// <summary>False until the first record is stored, and again once another owner has overwritten it.</summary>
    public bool Serves => _record is { TookOver: true, Fenced: false };

    /// <summary>Another owner has overwritten the record: this one must not be asked again.</summary>
    public bool Fenced => _record.Fenced;

    internal PermitLedgers Ledgers => _ledgers;

    /// <summary>Uses other bounds from now on; an older catalog's are ignored. Nothing that was counted is forgotten.</summary>
    public void Use(LimitSet limits, long version, long monoMs)
    {
        if (version <= _limitsVersion)
            return;
        _limitsVersion = version;
        var now = Advance(monoMs);
        _periods.Use(limits.TimeZone, now);
        _ledgers.Bind(limits, _periods);
    }

    /// <summary>Takes in what an edge reports and grants what it may have.</summary>
    /// <param name="report">What the edge holds and wants.</param>
    /// <param name="monoMs">Now.</param>
    /// <param name="again">The same report was served before, and a record has been stored since.</param>
    public ServeResult Serve(LeaseReport report, long monoMs, bool again = false)
    {
        var now = Advance(monoMs);
        if (!Serves)
            return new(new LeaseReply { Lease = report.Lease, Unstored = true }, false, Nobody);
        var lease = _leases.Hear(report, again, now, out var stale);
        if (lease is null)
            return new(new LeaseReply { Lease = report.Lease }, false, Nobody);
        var learning = now.Ms < _learnUntilMs;
        if (!stale)
        {
            Accounting.Take(report, lease, _ledgers, _periods, learning, now, _without);
            if (!again)
                _shares.Hear(report.Offers, now);
        }

        var mayGrant = !_ledgers.AnyHard || now.Ms <= _record.HorizonMs || _without.HasFlag(SafetyRules.Horizon);
        if (mayGrant && !stale)
            lease.EndsMs = now.Ms + _terms.LeaseMs + _terms.ExpirySlackMs;
        var round = new GrantRound(_ledgers, _leases, _record, lease, now, mayGrant, learning, _without);
        if (!stale)
            round.Run(report);

        var scarce = IsScarce(now);
        return new(Reply(report, lease, round, scarce, mayGrant && !stale, now), round.AwaitsWrite, scarce ? Recall(lease, now) : Nobody);
    }

    /// <summary>How far each limit is used, in the order of <see cref="LimitDimension"/>.</summary>
    public LimitUse[] Uses(long monoMs)
    {
        var now = Advance(monoMs);
        return [.. _ledgers.All.Where(ledger => ledger.Bound is not null).OrderBy(ledger => ledger.Dimension)
            .Select(ledger => new LimitUse(ledger.Dimension, ledger.Bound!.Value, ledger.Hard, ledger.Charges.Used, ledger.Out, ledger.Charges.ResetMs(now)))];
    }

    /// <summary>The record that should be stored now, or null. It is to be stored before the next one is asked for.</summary>
    public LimitRecord? BeginWrite(long monoMs) => _record.Begin(Advance(monoMs));

    /// <summary>The record of <see cref="BeginWrite"/> is stored.</summary>
    public void Written() => _record.Written();

    /// <summary>It is not, or nobody knows. What it would have covered is not granted.</summary>
    /// <param name="fenced">Another owner has written.</param>
    public void NotWritten(bool fenced) => _record.NotWritten(fenced);

    /// <summary>The record of an owner that stops in order: nothing but what is out remains outstanding. Null when it may not write.</summary>
    public LimitRecord? Close(long monoMs) => _record.Close(Advance(monoMs));

    private LedgerTime Advance(long monoMs)
    {
        var now = _clock.At(monoMs);
        if (_periods.TurnDay(now))
            Turn(static dimension => dimension.IsDaily());
        if (_periods.TurnMonth(now))
            Turn(static dimension => dimension.IsMonthly());
        _leases.Expire(now);
        foreach (var ledger in _ledgers.All)
        {
            ledger.Charges.Advance(now);
            ledger.Congestion.Advance(now.Ms);
            ledger.Shrink();
        }
        return now;
    }

    private void Turn(Func<LimitDimension, bool> turns)
    {
        foreach (var ledger in _ledgers.All)
        {
            if (!turns(ledger.Dimension) || ledger.Charges is not CalendarCharges charges)
                continue;
            charges.Begin();
            _leases.Forget(ledger.Dimension);
            _record.Turn(ledger);
            (ledger.Out, ledger.Reserve, ledger.Unmet) = (0, 0, 0);
        }
    }

    private bool IsScarce(LedgerTime now)
    {
        var active = _leases.Active(now);
        foreach (var ledger in _ledgers.All)
        {
            if (ledger.Bound is { } bound && ledger.Left < Math.Max(2L * active, bound * 15 / 100))
                return true;
        }
        return false;
    }

    private IReadOnlyList<EdgeName> Recall(EdgeLease asking, LedgerTime now)
    {
        if (now.Ms - _recalledMs < _terms.RecallGapMs)
            return Nobody;
        _recalledMs = now.Ms;
        return [.. _leases.Leases.Where(lease => lease != asking && _ledgers.All.Any(ledger => lease[ledger.Dimension].Out > 0)).Select(lease => lease.Edge)];
    }

    private LeaseReply Reply(LeaseReport report, EdgeLease lease, GrantRound round, bool scarce, bool extended, LedgerTime now) => new()
    {
        Lease = lease.Id,
        LifetimeMs = extended ? _terms.LeaseMs : 0,
        AtMs = now.Ms,
        Day = _periods.Day,
        DayEndsInMs = _periods.DayEndsUnixMs - now.UnixMs,
        Month = _periods.Month,
        MonthEndsInMs = _periods.MonthEndsUnixMs - now.UnixMs,
        Permits = [.. _ledgers.All.Where(ledger => ledger.Bound is not null)
            .Select(ledger => new PermitGrant(ledger.Dimension, lease[ledger.Dimension].Granted, ledger.Left, ledger.Charges.ResetMs(now), ledger.Keeps(lease[ledger.Dimension].Out)))],
        Scarce = scarce,
        Shares = _shares.Of(report.Offers, _ledgers, now),
        Refusal = round.Refusal,
        TellRecent = now.Ms < _learnUntilMs && !lease.ToldRecent,
        Unstored = round.AwaitsWrite,
    };
}
