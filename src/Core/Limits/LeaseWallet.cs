using AiGateway.Core.Catalog;

namespace AiGateway.Core.Limits;

/// <summary>
/// An edge's side of one consumer's limits: permits and slots on lease, taken by calls without asking anyone. All times are
/// readings of one monotonic clock, milliseconds. Safe for use by many threads; admitting and settling allocate nothing.
/// <para>
/// One report is under way at a time: <see cref="BeginRefill"/>, send, then <see cref="Apply"/> or <see cref="Fail"/>. A call
/// told <see cref="AdmitOutcome.NeedsLease"/> waits for that and tries again.
/// </para>
/// </summary>
/// <param name="edgeId">This edge's name.</param>
/// <param name="incarnation">Greater than at any earlier start of this edge.</param>
public sealed class LeaseWallet(string edgeId, long incarnation)
{
    /// <summary>Pause between reports that no call waits for, milliseconds; half of what a refill lasts.</summary>
    private const long PauseMs = 250;

    /// <summary>Pause between reports while slots are held, milliseconds: also how fast the owner can call slots in.</summary>
    private const long SlotReportMs = 1_000;

    /// <summary>More than any call can use; keeps nonsense from a provider out of the sums.</summary>
    private const long MaxTokensPerCall = 1_000_000_000_000;

    private readonly Lock _gate = new();
    private readonly LotQueue _requests = new(LimitDimension.RequestsPerMinute);
    private readonly LotQueue _minuteTokens = new(LimitDimension.TokensPerMinute);
    private readonly LotQueue _dayTokens = new(LimitDimension.TokensPerDay);
    private readonly HoldingTable _holdings = new();
    private readonly PendingReturns _returns = new();
    private SlotPurse _slots;
    private bool _slotsLimited;
    private long _extraTokens;
    private long _extraUnderWay;
    private Demand _demand;
    private Waiters _waiters;
    private Denial _denial;
    private Standings _standings;
    private long _sequence;
    private bool _underWay;
    private long? _reportedMs;

    /// <summary>Calls under way.</summary>
    public int InUse
    {
        get
        {
            lock (_gate)
                return _holdings.Count;
        }
    }

    /// <summary>Permits or slots this edge could use now without asking.</summary>
    public long Available(LimitDimension dimension, long nowMonoMs)
    {
        lock (_gate)
        {
            Expire(nowMonoMs);
            return Ready(dimension, nowMonoMs);
        }
    }

    /// <summary>Takes all a call needs, or nothing.</summary>
    /// <param name="tokenEstimate">See <see cref="TokenReservation.Estimate"/>; no more than the smallest token limit is taken.</param>
    /// <param name="limits">The consumer's limits at this moment.</param>
    /// <param name="nowMonoMs">Now.</param>
    public AdmitResult TryAdmit(long tokenEstimate, LimitSpec limits, long nowMonoMs)
    {
        var tokens = Math.Clamp(tokenEstimate, 0, Math.Max(0, limits.SmallestTokenBound() ?? MaxTokensPerCall));
        lock (_gate)
        {
            Expire(nowMonoMs);
            _demand.Ask(nowMonoMs);
            _slotsLimited = limits.Concurrent is not null;
            var lacks = Lacks(tokens, limits, nowMonoMs);
            if (lacks.IsZero)
                return new(AdmitOutcome.Admitted, Take(tokens, limits, nowMonoMs), default);
            if (_denial.Covers(lacks, limits, nowMonoMs))
                return new(AdmitOutcome.Refused, default, _denial.ForCaller(nowMonoMs));
            _waiters.Add(lacks, tokens);
            return new(AdmitOutcome.NeedsLease, default, default);
        }
    }

    /// <summary>Ends a call that reached a provider: its tokens count as used, the rest of its reservation is given back.</summary>
    public void Settle(Reservation reservation, long actualTokens)
    {
        lock (_gate)
        {
            if (!_holdings.TryRemove(reservation, out var holding))
                return;
            _slots.InUse--;
            var unused = holding.Tokens - Math.Clamp(actualTokens, 0, MaxTokensPerCall);
            if (unused > 0)
                GiveBackTokens(holding, unused);
            else if (holding.LimitsTokens)
                _extraTokens -= unused;
        }
    }

    /// <summary>Ends a call that never reached a provider: everything is given back, as if it had not been.</summary>
    public void Release(Reservation reservation)
    {
        lock (_gate)
        {
            if (!_holdings.TryRemove(reservation, out var holding))
                return;
            _slots.InUse--;
            if (holding.RequestSecond is { } second)
                _requests.GiveBack(second, 1, _returns);
            GiveBackTokens(holding, holding.Tokens);
        }
    }

    /// <summary>True when a refill should be started now: a call waits, or half of what should be ready is gone.</summary>
    public bool RefillDue(LimitSpec limits, long nowMonoMs)
    {
        lock (_gate)
        {
            if (_underWay)
                return false;
            if (_waiters.Calls > 0)
                return true;
            if (_demand.IsIdle(nowMonoMs) || _denial.IsActive(nowMonoMs) || nowMonoMs - _reportedMs < PauseMs)
                return false;
            Expire(nowMonoMs);
            var target = _demand.Target(nowMonoMs);
            return IsLow(LimitDimension.RequestsPerMinute) || IsLow(LimitDimension.TokensPerMinute)
                || IsLow(LimitDimension.TokensPerDay) || IsLow(LimitDimension.Concurrent);

            bool IsLow(LimitDimension dimension) =>
                limits.Bound(dimension) is not null && target[dimension] > 0 && Ready(dimension, nowMonoMs) <= target[dimension] / 2;
        }
    }

    /// <summary>True when a report should be sent soon although no call asks for it: something to give back, to add or to renew.</summary>
    public bool HasWork(long nowMonoMs)
    {
        lock (_gate)
        {
            Expire(nowMonoMs);
            if (_underWay)
                return false;
            if (_slots.OwesReport || (_demand.IsIdle(nowMonoMs) && _slots.Spare(nowMonoMs) > 0))
                return true;
            var silentMs = nowMonoMs - _reportedMs ?? long.MaxValue;
            return (silentMs >= PauseMs && (!_returns.IsEmpty || _extraTokens > 0))
                || (silentMs >= SlotReportMs && (_slots.Held > 0 || (_slotsLimited && _slots.InUse > 0)));
        }
    }

    /// <summary>True when nothing would be lost by forgetting this wallet.</summary>
    public bool IsEmpty(long nowMonoMs)
    {
        lock (_gate)
        {
            Expire(nowMonoMs);
            return !_underWay && _holdings.Count == 0 && _waiters.Calls == 0 && _slots.Held == 0 && _extraTokens == 0
                && _returns.IsEmpty && _requests.IsEmpty && _minuteTokens.IsEmpty && _dayTokens.IsEmpty;
        }
    }

    /// <summary>
    /// Writes the next report. What it gives back is gone from here, whether or not the report arrives: returned twice would be
    /// wrong, and not at all only keeps it charged.
    /// </summary>
    public LeaseReport BeginRefill(LimitSpec limits, long nowMonoMs)
    {
        lock (_gate)
        {
            if (_underWay)
                EndRefill(lost: true);
            Expire(nowMonoMs);
            var idle = _demand.IsIdle(nowMonoMs) && _waiters.Calls == 0;
            var target = idle ? default : _demand.Target(nowMonoMs);
            _slots.Keep(_waiters.Calls > 0 ? long.MaxValue : 2 * target.Concurrent, nowMonoMs);

            var report = new LeaseReport
            {
                EdgeId = edgeId,
                Incarnation = incarnation,
                Sequence = ++_sequence,
                Wants = new(
                    Wants(LimitDimension.RequestsPerMinute, _waiters.Calls),
                    Wants(LimitDimension.TokensPerMinute, _waiters.Tokens),
                    Wants(LimitDimension.TokensPerDay, _waiters.Tokens),
                    Wants(LimitDimension.Concurrent, _waiters.Calls)),
                Need = _waiters.Need,
                Returns = _returns.Drain(),
                ExtraTokens = _extraTokens,
                SlotsInUse = _slots.InUse,
                SlotsHeld = _slots.Held,
            };
            (_extraUnderWay, _extraTokens) = (_extraTokens, 0);
            (_underWay, _reportedMs, _waiters) = (true, nowMonoMs, default);
            return report;

            long Wants(LimitDimension dimension, long waiting) => limits.Bound(dimension) is null
                ? 0
                : Math.Max(_waiters.Need[dimension], target[dimension] + waiting - Ready(dimension, nowMonoMs));
        }
    }

    /// <summary>Takes in the owner's reply. One that answers another report than the last, or one given up, is ignored.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="sentAtMonoMs">When the report was sent: leases count from then, since the owner granted them later.</param>
    public void Apply(LeaseReply reply, long sentAtMonoMs)
    {
        lock (_gate)
        {
            if (!_underWay || reply.Sequence != _sequence)
                return;
            EndRefill(lost: false);
            foreach (var lot in reply.Lots)
                Lots(lot.Dimension)?.Add(lot.GrantedAtSecond, lot.Count, sentAtMonoMs + Usable(lot.LifetimeMs));
            _slots.Renew(reply.SlotsHeld, sentAtMonoMs + Usable(reply.SlotLifetimeMs));
            _denial = reply.Refusal is null ? default : Denial.From(reply.Refusal, sentAtMonoMs);
            _standings = new(reply.Remaining, reply.ResetMs, sentAtMonoMs);
        }
    }

    /// <summary>Says that the report or its reply was lost.</summary>
    public void Fail()
    {
        lock (_gate)
            EndRefill(lost: true);
    }

    /// <summary>Where the consumer stands with its limits, as far as this edge knows.</summary>
    public CallerStanding Standing(LimitSpec limits, long nowMonoMs)
    {
        lock (_gate)
        {
            Expire(nowMonoMs);
            var (minute, day) = (Of(LimitDimension.TokensPerMinute), Of(LimitDimension.TokensPerDay));
            return new(Of(LimitDimension.RequestsPerMinute), day is null || minute?.Remaining <= day.Value.Remaining ? minute : day);
        }

        LimitStanding? Of(LimitDimension dimension) => limits.Bound(dimension) is { } limit
            ? _standings.Of(dimension, limit, Ready(dimension, nowMonoMs), nowMonoMs)
            : null;
    }

    private void EndRefill(bool lost)
    {
        // Charged twice, should the report have arrived after all, is the safe side.
        if (lost && _underWay)
            _extraTokens += _extraUnderWay;
        (_underWay, _extraUnderWay) = (false, 0);
    }

    private LimitVector Lacks(long tokens, LimitSpec limits, long nowMs)
    {
        return new(
            Lack(LimitDimension.RequestsPerMinute, 1), Lack(LimitDimension.TokensPerMinute, tokens),
            Lack(LimitDimension.TokensPerDay, tokens), Lack(LimitDimension.Concurrent, 1));

        long Lack(LimitDimension dimension, long amount) =>
            limits.Bound(dimension) is null ? 0 : Math.Max(0, amount - Ready(dimension, nowMs));
    }

    private Reservation Take(long tokens, LimitSpec limits, long nowMs)
    {
        _slots.InUse++;
        _demand.Admit(tokens, nowMs);
        return _holdings.Add(new Holding(
            tokens,
            limits.RequestsPerMinute is null ? null : _requests.Take(1),
            limits.TokensPerMinute is null ? null : _minuteTokens.Take(tokens),
            limits.TokensPerDay is null ? null : _dayTokens.Take(tokens)));
    }

    private void GiveBackTokens(Holding holding, long count)
    {
        if (holding.MinuteTokenSecond is { } minute)
            _minuteTokens.GiveBack(minute, count, _returns);
        if (holding.DayTokenSecond is { } day)
            _dayTokens.GiveBack(day, count, _returns);
    }

    private void Expire(long nowMs)
    {
        _requests.Expire(nowMs, _returns);
        _minuteTokens.Expire(nowMs, _returns);
        _dayTokens.Expire(nowMs, _returns);
    }

    private long Ready(LimitDimension dimension, long nowMs) => Lots(dimension)?.Live ?? _slots.Spare(nowMs);

    private LotQueue? Lots(LimitDimension dimension) => dimension switch
    {
        LimitDimension.RequestsPerMinute => _requests,
        LimitDimension.TokensPerMinute => _minuteTokens,
        LimitDimension.TokensPerDay => _dayTokens,
        _ => null,
    };

    private static long Usable(long lifetimeMs) => lifetimeMs * LeaseTerms.UsableLifetimePercent / 100;
}
