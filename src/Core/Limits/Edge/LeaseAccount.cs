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
    private readonly HoldingTable _holdings = new();
    private readonly EdgeName _edge;
    private readonly LeaseTerms _terms;
    private readonly SafetyRules _without;
    private readonly HeldLease _lease;
    private readonly Appetite _appetite;
    private Waiting _waiting = new();
    private Denial _denial;
    private Standings _standings;
    private RefundMemory _refunds;
    private ProviderPushback? _pushback;
    private bool _tellRecent;
    private long _unstoredUntilMs = long.MinValue;
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

    internal LeaseAccount(EdgeName edge, long sequence, LeaseTerms terms, SafetyRules without)
    {
        (_edge, _sequence, _terms, _without, _refunds) = (edge, sequence, terms, without, new(terms));
        _lease = new(terms);
        _appetite = new(_lease, terms);
    }

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
            return Math.Max(0, _lease.Ready(dimension, nowMs));
    }

    /// <summary>Takes all a call needs, or nothing.</summary>
    /// <param name="demand">What it takes.</param>
    /// <param name="limits">The bounds of this moment.</param>
    /// <param name="nowMs">Now.</param>
    public AdmitResult TryAdmit(CallDemand demand, LimitSet limits, long nowMs)
    {
        lock (_gate)
        {
            _appetite.Ask(nowMs);
            var lacking = false;
            foreach (var limit in limits.Limits)
            {
                var lacks = demand.Of(limit.Dimension.Unit()) - _lease.Ready(limit.Dimension, nowMs);
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
            _lease.Leave(holding);
            for (LimitDimension dimension = 0; dimension < LimitDimension.Concurrent; dimension++)
            {
                if (!holding.Took(dimension) || dimension.Unit() == LimitUnit.Request || _lease.IsOfAnotherPeriod(dimension, holding))
                    continue;
                ref var purse = ref _lease[dimension];
                var (held, spent) = (holding.Demand.Of(dimension.Unit()), used.Of(dimension.Unit()));
                if (holding.Era == _lease.Era)
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
            _lease.Leave(holding);
            if (holding.Era != _lease.Era)
                return;
            var told = holding.Sequence != _sequence;
            if (told)
                _refunds.Refund(holding.AtMs, nowMs);
            for (LimitDimension dimension = 0; dimension < LimitDimension.Concurrent; dimension++)
            {
                if (!holding.Took(dimension) || _lease.IsOfAnotherPeriod(dimension, holding))
                    continue;
                ref var purse = ref _lease[dimension];
                if (dimension.Unit() != LimitUnit.Request)
                    purse.Reserved -= holding.Demand.Of(dimension.Unit());
                else
                    purse.Unconsume(told);
            }
        }
    }

    /// <summary>True when a call waits for the next report.</summary>
    public bool Awaited
    {
        get
        {
            lock (_gate)
                return !_underWay && _waiting.Calls > 0;
        }
    }

    /// <summary>True when a report should be sent although no call asks for it: something to tell, to give back or to renew.</summary>
    public bool ReportDue(LimitSet limits, long nowMs)
    {
        lock (_gate)
        {
            if (_underWay)
                return false;
            var silentMs = nowMs - _sentMs;
            if (_tellRecent || _pushback is { Refused: true } || (silentMs >= _terms.LeaseMs * 2 / 5 && nowMs < _lease.EndsMs && _lease.HoldsAny))
                return true;
            if (silentMs < (_appetite.Scarce ? _terms.ScarceReportMs : _terms.ReportMs))
                return false;
            // When little is left only a call asks: edges that ask in advance would keep asking for nothing.
            return _lease.HasNews || _refunds.HasNews || _pushback is not null || _appetite.HasSurplus(nowMs) || (!_appetite.Scarce && IsLow(limits, nowMs));
        }
    }

    /// <summary>True when nothing would be lost by forgetting this account.</summary>
    public bool IsIdle(long nowMs)
    {
        lock (_gate)
        {
            if (_underWay || _holdings.Count > 0 || !_appetite.Rests(nowMs))
                return false;
            return nowMs >= _lease.EndsMs || (!_lease.HoldsAny && !_lease.HasNews && !_refunds.HasNews);
        }
    }

    /// <summary>Writes the next report, which gives back what is not needed.</summary>
    public LeaseReport BeginReport(LimitSet limits, long nowMs)
    {
        lock (_gate)
        {
            var report = new LeaseReport
            {
                Edge = _edge,
                Lease = _lease.Id,
                Sequence = ++_sequence,
                Day = _lease.Day,
                Month = _lease.Month,
                Permits = ReportWriter.Permits(limits, _lease, _appetite, _waiting, nowMs, _without),
                SlotsInUse = _lease[LimitDimension.Concurrent].Reserved,
                SlotsCarried = _lease.Carried,
                RefundedSinceMs = _refunds.SinceMs,
                Pushback = _pushback,
                Recent = _tellRecent ? ReportWriter.Recent(_lease, nowMs) : [],
            };
            (_underWay, _sentMs, _tellRecent, _pushback) = (true, nowMs, false, null);
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
            if (reply.Lease < _lease.Id && !_without.HasFlag(SafetyRules.Epochs))
                return;
            if (reply.Lease != _lease.Id)
            {
                _lease.Restart(reply, _holdings.Count);
                _refunds = new(_terms);
            }
            _refunds.Hear(reply.AtMs, reply.LifetimeMs > 0, sentMs, nowMs);
            _lease.Take(reply, sentMs);
            (_appetite.Scarce, _tellRecent, _standings) = (reply.Scarce, reply.TellRecent, new(reply.Permits, nowMs));
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

    /// <summary>A provider has said something of the account's limits, for the owner to hear with the next report.</summary>
    public void Heard(ProviderPushback pushback)
    {
        lock (_gate)
            _pushback = _pushback?.With(pushback) ?? pushback;
    }

    /// <summary>No more calls will come: all that is not in use is to be given back.</summary>
    public void Rest()
    {
        lock (_gate)
            _appetite.Rest();
    }

    /// <summary>The owner has little left: hold no more than is needed at once.</summary>
    public void Recall()
    {
        lock (_gate)
            _appetite.Scarce = true;
    }

    /// <summary>Where the entity stands with its limits, as far as this edge knows.</summary>
    public CallerStanding Standing(LimitSet limits, long nowMs)
    {
        lock (_gate)
            return _standings.Of(limits, _lease, nowMs);
    }

    /// <summary>What is left of the limit that has the least left, as a part of it, 0–1 and as far as this edge knows.</summary>
    public double Headroom(LimitSet limits, long nowMs)
    {
        lock (_gate)
            return _standings.Headroom(limits, _lease, nowMs);
    }

    private Reservation Take(CallDemand demand, LimitSet limits, long nowMs)
    {
        var limited = 0;
        _lease[LimitDimension.Concurrent].Reserved++;
        foreach (var limit in limits.Limits)
        {
            limited |= 1 << (int)limit.Dimension;
            ref var purse = ref _lease[limit.Dimension];
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
        return _holdings.Add(new Holding(demand, limited, _lease.Era, _lease.Day, _lease.Month, nowMs, _sequence));
    }

    private void Wait(CallDemand demand, LimitSet limits, long nowMs)
    {
        _waiting.Begin();
        foreach (var limit in limits.Limits)
        {
            var takes = demand.Of(limit.Dimension.Unit());
            _waiting.Add(limit.Dimension, takes, takes - _lease.Ready(limit.Dimension, nowMs));
        }
    }

    private bool IsLow(LimitSet limits, long nowMs) =>
        !_appetite.Rests(nowMs) && !_denial.IsActive(nowMs) && nowMs >= _unstoredUntilMs && _appetite.IsLow(limits, nowMs);
}
