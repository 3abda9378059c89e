using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Edge;

/// <summary>
/// An edge's side of one entity's limits: permits on lease, taken by calls without asking anyone. All times are readings of
/// one monotonic clock, milliseconds. Safe for use by many threads; admitting and settling allocate nothing.
/// <para>
/// One report is under way at a time: <see cref="BeginReport"/>, send, then <see cref="Apply"/> or <see cref="Fail"/>. A call
/// told <see cref="AdmitOutcome.NeedsLease"/> waits for that and tries again.
/// </para>
/// </summary>
public sealed class LeaseAccount
{
    /// <summary>How long an owner without its store is not asked again, milliseconds.</summary>
    private const long UnstoredMs = 100;

    private readonly Lock _gate = new();
    private readonly PermitPurse[] _purses = new PermitPurse[LimitDimensions.Count];
    private readonly HoldingTable _holdings = new();
    private readonly EdgeName _edge;
    private readonly LeaseTerms _terms;
    private readonly SafetyRules _without;
    private Waiting _waiting = new();
    private Denial _denial;
    private Standings _standings;
    private LeaseId _lease;
    private long _leaseEndsMs = long.MinValue;
    private int _era;
    private int _epochEra;
    private int _carried;
    private long _slotsKept = long.MaxValue;
    private RefundMemory _refunds;
    private long _day;
    private long _dayEndsMs;
    private long _month;
    private long _monthEndsMs;
    private bool _scarce;
    private bool _tellRecent;
    private long _unstoredUntilMs = long.MinValue;
    private long _askedMs = long.MinValue / 2;
    private long _sentMs = long.MinValue / 2;
    private long _sequence;
    private bool _underWay;

    /// <param name="edge">This process.</param>
    /// <param name="sequence">Greater than any earlier account of this process for the same entity has reached.</param>
    /// <param name="terms">Durations; the same for every owner and edge.</param>
    public LeaseAccount(EdgeName edge, long sequence, LeaseTerms terms)
        : this(edge, sequence, terms, SafetyRules.None)
    {
    }

    internal LeaseAccount(EdgeName edge, long sequence, LeaseTerms terms, SafetyRules without) =>
        (_edge, _sequence, _terms, _without, _refunds) = (edge, sequence, terms, without, new(terms));

    /// <summary>Calls under way.</summary>
    public int InUse
    {
        get
        {
            lock (_gate)
                return _holdings.Count;
        }
    }

    /// <summary>Permits this edge could use now without asking.</summary>
    public long Available(LimitDimension dimension, long nowMs)
    {
        lock (_gate)
            return Math.Max(0, Ready(dimension, nowMs));
    }

    /// <summary>Takes all a call needs, or nothing.</summary>
    /// <param name="demand">What it takes.</param>
    /// <param name="limits">The bounds of this moment.</param>
    /// <param name="nowMs">Now.</param>
    public AdmitResult TryAdmit(CallDemand demand, LimitSet limits, long nowMs)
    {
        lock (_gate)
        {
            _askedMs = nowMs;
            var lacking = false;
            foreach (var limit in limits.Limits)
            {
                var lacks = demand.Of(limit.Dimension.Unit()) - Ready(limit.Dimension, nowMs);
                if (lacks <= 0)
                    continue;
                if (_denial.Covers(limit, lacks, nowMs))
                    return new(AdmitOutcome.Refused, default, _denial.ForCaller(nowMs), false);
                lacking = true;
            }
            if (!lacking)
                return new(AdmitOutcome.Admitted, Take(demand, limits, nowMs), default, !_underWay && IsLow(limits, nowMs));
            if (nowMs < _unstoredUntilMs)
                return new(AdmitOutcome.Unavailable, default, default, false);
            if (_without.HasFlag(SafetyRules.RefusedTakesNothing))
                Take(demand, limits, nowMs);
            Wait(demand, limits, nowMs);
            return new(AdmitOutcome.NeedsLease, default, default, true);
        }
    }

    /// <summary>Ends a call that reached a provider: what it used counts, the rest of its reservation is given back.</summary>
    public void Settle(Reservation reservation, CallDemand used, long nowMs)
    {
        lock (_gate)
        {
            if (!_holdings.TryRemove(reservation, out var holding))
                return;
            Leave(holding);
            for (LimitDimension dimension = 0; dimension < LimitDimension.Concurrent; dimension++)
            {
                if (!holding.Took(dimension) || dimension.Unit() == LimitUnit.Request || IsOfAnotherPeriod(dimension, holding))
                    continue;
                ref var purse = ref _purses[(int)dimension];
                var (held, spent) = (holding.Demand.Of(dimension.Unit()), used.Of(dimension.Unit()));
                if (holding.Era == _era)
                {
                    purse.Reserved -= held;
                    purse.Consume(spent, nowMs);
                }
                else if (spent > held)
                {
                    // The owner has charged what the earlier lease had out, this call's part included.
                    purse.Consume(spent - held, nowMs);
                }
            }
        }
    }

    /// <summary>Ends a call that never reached a provider: everything is given back, as if it had not been.</summary>
    public void Release(Reservation reservation, long nowMs)
    {
        lock (_gate)
        {
            if (!_holdings.TryRemove(reservation, out var holding))
                return;
            Leave(holding);
            if (holding.Era != _era)
                return;
            var told = holding.Sequence != _sequence;
            if (told)
                _refunds.Refund(holding.AtMs, nowMs);
            for (LimitDimension dimension = 0; dimension < LimitDimension.Concurrent; dimension++)
            {
                if (!holding.Took(dimension) || IsOfAnotherPeriod(dimension, holding))
                    continue;
                ref var purse = ref _purses[(int)dimension];
                if (dimension.Unit() != LimitUnit.Request)
                    purse.Reserved -= holding.Demand.Of(dimension.Unit());
                else
                    purse.Unconsume(told);
            }
        }
    }

    /// <summary>True when a report should be sent at once: a call waits for it, or what is ready runs low.</summary>
    public bool RefillDue(LimitSet limits, long nowMs)
    {
        lock (_gate)
            return !_underWay && (_waiting.Calls > 0 || IsLow(limits, nowMs));
    }

    /// <summary>True when a report should be sent although no call asks for it: something to tell, to give back or to renew.</summary>
    public bool ReportDue(LimitSet limits, long nowMs)
    {
        lock (_gate)
        {
            if (_underWay)
                return false;
            var silentMs = nowMs - _sentMs;
            if (_tellRecent || (silentMs >= _terms.LeaseMs * 2 / 5 && nowMs < _leaseEndsMs && Holds()))
                return true;
            if (silentMs < (_scarce ? _terms.ScarceReportMs : _terms.ReportMs))
                return false;
            for (LimitDimension dimension = 0; dimension <= LimitDimension.Concurrent; dimension++)
            {
                if (_purses[(int)dimension].HasNews || Surplus(dimension, nowMs) > 0)
                    return true;
            }
            // When little is left only a call asks: edges that ask in advance would keep asking for nothing.
            return !_scarce && IsLow(limits, nowMs);
        }
    }

    /// <summary>True when nothing would be lost by forgetting this account.</summary>
    public bool IsIdle(long nowMs)
    {
        lock (_gate)
        {
            if (_underWay || _holdings.Count > 0 || !Rests(nowMs))
                return false;
            if (nowMs >= _leaseEndsMs)
                return true;
            return !Holds() && !Array.Exists(_purses, purse => purse.HasNews);
        }
    }

    /// <summary>Writes the next report, which gives back what is not needed.</summary>
    public LeaseReport BeginReport(LimitSet limits, long nowMs)
    {
        lock (_gate)
        {
            var permits = new List<PermitReport>(limits.Limits.Length);
            for (LimitDimension dimension = 0; dimension <= LimitDimension.Concurrent; dimension++)
            {
                ref var purse = ref _purses[(int)dimension];
                var limit = limits.Of(dimension);
                if (limit is null && purse.Granted == 0)
                    continue;
                Watch(ref purse, limit);
                purse.Returned += Surplus(dimension, nowMs);
                var ready = Ready(dimension, nowMs);
                var wants = limit is null ? 0 : Math.Max(_waiting.Need(dimension), Target(dimension, nowMs) + _waiting.Sum(dimension) - ready);
                var consumed = _without.HasFlag(SafetyRules.CumulativeCounters) ? purse.Consumed - purse.Reported : purse.Consumed;
                permits.Add(new(dimension, consumed, purse.Returned, purse.Refunded, Math.Max(0, wants), limit is null ? 0 : _waiting.Need(dimension)));
                purse.Reported = purse.Consumed;
            }
            var report = new LeaseReport
            {
                Edge = _edge,
                Lease = _lease,
                Sequence = ++_sequence,
                Day = _day,
                Month = _month,
                Permits = permits,
                SlotsInUse = _purses[(int)LimitDimension.Concurrent].Reserved,
                SlotsCarried = _carried,
                RefundedSinceMs = _refunds.SinceMs,
                Recent = _tellRecent ? Recent(nowMs) : [],
            };
            (_underWay, _sentMs, _tellRecent) = (true, nowMs, false);
            _waiting.Clear();
            return report;
        }
    }

    /// <summary>Takes in the owner's reply.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="sentMs">When the report it answers was sent: the lease counts from then, since the owner gave it later.</param>
    /// <param name="nowMs">Now.</param>
    public void Apply(LeaseReply reply, long sentMs, long nowMs)
    {
        lock (_gate)
        {
            _underWay = false;
            if (_without.HasFlag(SafetyRules.ExpiryFromSend))
                sentMs = nowMs;
            _unstoredUntilMs = reply.Unstored ? nowMs + UnstoredMs : long.MinValue;
            _denial = reply.Refusal is null ? default : Denial.From(reply.Refusal, nowMs);
            if (reply.Lease < _lease && !_without.HasFlag(SafetyRules.Epochs))
                return;
            if (reply.Lease != _lease)
                Restart(reply);
            _refunds.Hear(reply.AtMs, reply.LifetimeMs > 0, sentMs, nowMs);
            TurnPages(reply, sentMs);
            if (reply.LifetimeMs > 0)
                _leaseEndsMs = Math.Max(_leaseEndsMs, sentMs + _terms.Usable(reply.LifetimeMs));
            foreach (var permits in reply.Permits)
            {
                if (permits.Dimension == LimitDimension.Concurrent)
                    _slotsKept = permits.Keep ?? long.MaxValue;
                if (!IsPast(permits.Dimension, reply))
                    _purses[(int)permits.Dimension].Granted = Math.Max(_purses[(int)permits.Dimension].Granted, permits.Granted);
            }
            (_scarce, _tellRecent, _standings) = (reply.Scarce, reply.TellRecent, new(reply.Permits, nowMs));
        }
    }

    /// <summary>Says that the report or its reply was lost.</summary>
    public void Fail()
    {
        lock (_gate)
        {
            _underWay = false;
            _waiting.Clear();
        }
    }

    /// <summary>The owner has little left: hold no more than is needed at once.</summary>
    public void Recall()
    {
        lock (_gate)
            _scarce = true;
    }

    /// <summary>Where the entity stands with its limits, as far as this edge knows.</summary>
    public CallerStanding Standing(LimitSet limits, long nowMs)
    {
        lock (_gate)
        {
            LimitStanding? requests = null, tokens = null;
            foreach (var limit in limits.Limits)
            {
                if (limit.Dimension is not (LimitDimension.RequestsPerMinute or LimitDimension.RequestsPerDay) && limit.Dimension.Unit() != LimitUnit.Token)
                    continue;
                var standing = _standings.Of(limit, Math.Max(0, Ready(limit.Dimension, nowMs)), nowMs);
                ref var least = ref limit.Dimension.Unit() == LimitUnit.Token ? ref tokens : ref requests;
                if (least is null || standing.Remaining < least.Value.Remaining)
                    least = standing;
            }
            return new(requests, tokens);
        }
    }

    private Reservation Take(CallDemand demand, LimitSet limits, long nowMs)
    {
        var limited = 0;
        _purses[(int)LimitDimension.Concurrent].Reserved++;
        foreach (var limit in limits.Limits)
        {
            limited |= 1 << (int)limit.Dimension;
            ref var purse = ref _purses[(int)limit.Dimension];
            var amount = demand.Of(limit.Dimension.Unit());
            purse.Rate.Add(amount, nowMs);
            purse.Typical = amount;
            switch (limit.Dimension.Unit())
            {
                case LimitUnit.Request:
                    purse.Consume(1, nowMs);
                    break;
                case LimitUnit.Token or LimitUnit.Cost:
                    purse.Reserved += amount;
                    break;
            }
        }
        return _holdings.Add(new Holding(demand, limited, _era, _day, _month, nowMs, _sequence));
    }

    /// <summary>The call's place is free.</summary>
    private void Leave(Holding holding)
    {
        _purses[(int)LimitDimension.Concurrent].Reserved--;
        if (holding.Era < _epochEra)
            _carried--;
    }

    private void Wait(CallDemand demand, LimitSet limits, long nowMs)
    {
        _waiting.Begin();
        foreach (var limit in limits.Limits)
        {
            var takes = demand.Of(limit.Dimension.Unit());
            _waiting.Add(limit.Dimension, takes, takes - Ready(limit.Dimension, nowMs));
        }
    }

    private long Ready(LimitDimension dimension, long nowMs)
    {
        var spare = Spare(dimension, nowMs);
        return dimension == LimitDimension.Concurrent ? Math.Min(spare, SlotsLeft) : spare;
    }

    /// <summary>How many more slots this edge may use; negative when it should have fewer.</summary>
    private long SlotsLeft => _slotsKept - _purses[(int)LimitDimension.Concurrent].Reserved;

    private long Spare(LimitDimension dimension, long nowMs)
    {
        var endsMs = dimension.IsDaily() ? Math.Min(_leaseEndsMs, _dayEndsMs)
            : dimension.IsMonthly() ? Math.Min(_leaseEndsMs, _monthEndsMs) : _leaseEndsMs;
        var spare = _purses[(int)dimension].Spare;
        return nowMs < endsMs ? spare : Math.Min(0, spare);
    }

    /// <summary>How much should be ready: seconds of demand while there is plenty, hardly any when there is not.</summary>
    private long Target(LimitDimension dimension, long nowMs)
    {
        if (Rests(nowMs))
            return 0;
        ref var purse = ref _purses[(int)dimension];
        var rate = purse.Rate.PerSecond(nowMs);
        if (dimension == LimitDimension.Concurrent)
            return _scarce ? 0 : Math.Max(1, (long)Math.Ceiling(rate / 4));
        return _scarce ? (long)Math.Ceiling(rate / 2) : Math.Max(2 * Math.Max(1, purse.Typical), (long)Math.Ceiling(5 * rate));
    }

    private long Surplus(LimitDimension dimension, long nowMs)
    {
        var enough = Target(dimension, nowMs);
        if (dimension == LimitDimension.Concurrent)
            enough = Math.Clamp(SlotsLeft, 0, enough);
        return Math.Max(0, Spare(dimension, nowMs) - enough);
    }

    private bool IsLow(LimitSet limits, long nowMs)
    {
        if (Rests(nowMs) || _denial.IsActive(nowMs) || nowMs < _unstoredUntilMs)
            return false;
        foreach (var limit in limits.Limits)
        {
            var ready = Ready(limit.Dimension, nowMs);
            var enough = _scarce ? (long)(_purses[(int)limit.Dimension].Rate.PerSecond(nowMs) / 10) : Target(limit.Dimension, nowMs) / 2;
            if (ready <= enough && (!_scarce || limit.Dimension != LimitDimension.Concurrent))
                return true;
        }
        return false;
    }

    /// <summary>Nobody has asked for the length of a lease.</summary>
    private bool Rests(long nowMs) => nowMs - _askedMs >= _terms.LeaseMs;

    private bool Holds() => Array.Exists(_purses, purse => purse.Spare > 0 || purse.Reserved > 0);

    private void Restart(LeaseReply reply)
    {
        _era++;
        if (reply.Lease.Epoch != _lease.Epoch)
            (_epochEra, _carried) = (_era, _holdings.Count);
        (_lease, _leaseEndsMs, _day, _month, _refunds) = (reply.Lease, long.MinValue, reply.Day, reply.Month, new(_terms));
        for (LimitDimension dimension = 0; dimension <= LimitDimension.Concurrent; dimension++)
            _purses[(int)dimension].Restart(keepReserved: dimension == LimitDimension.Concurrent);
    }

    /// <summary>A new day or month at the owner: it counts from zero, and so does the edge.</summary>
    private void TurnPages(LeaseReply reply, long sentMs)
    {
        for (LimitDimension dimension = 0; dimension <= LimitDimension.Concurrent; dimension++)
        {
            if ((dimension.IsDaily() && reply.Day > _day) || (dimension.IsMonthly() && reply.Month > _month))
                _purses[(int)dimension] = new PermitPurse { Rate = _purses[(int)dimension].Rate, Typical = _purses[(int)dimension].Typical };
        }
        if (reply.Day >= _day)
            (_day, _dayEndsMs) = (reply.Day, sentMs + _terms.Usable(reply.DayEndsInMs));
        if (reply.Month >= _month)
            (_month, _monthEndsMs) = (reply.Month, sentMs + _terms.Usable(reply.MonthEndsInMs));
    }

    private bool IsPast(LimitDimension dimension, LeaseReply reply) =>
        (dimension.IsDaily() && reply.Day < _day) || (dimension.IsMonthly() && reply.Month < _month);

    /// <summary>The call belongs to a day that is over. Owners number days anew, so only within one lease can that be told.</summary>
    private bool IsOfAnotherPeriod(LimitDimension dimension, Holding holding) => holding.Era == _era && (
        (dimension.IsDaily() && holding.Day != _day) || (dimension.IsMonthly() && holding.Month != _month));

    private static void Watch(ref PermitPurse purse, Limit? limit)
    {
        if (limit is { Hard: false } soft && soft.Dimension.WindowMs() is > 0 and var windowMs)
            purse.Recent ??= new RecentRing(windowMs);
    }

    private List<RecentUse> Recent(long nowMs)
    {
        var recent = new List<RecentUse>();
        for (LimitDimension dimension = 0; dimension <= LimitDimension.Concurrent; dimension++)
            _purses[(int)dimension].Recent?.AddTo(recent, dimension, nowMs);
        return recent;
    }
}
