using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Edge;

/// <summary>The lease an edge has: how much of each dimension, until when, and of which day and month.</summary>
internal sealed class HeldLease(LeaseTerms terms)
{
    private readonly PermitPurse[] _purses = new PermitPurse[LimitDimensions.Count];
    private long _dayEndsMs;
    private long _monthEndsMs;
    private long _slotsKept = long.MaxValue;
    private int _epochEra;

    public LeaseId Id { get; private set; }

    public long EndsMs { get; private set; } = long.MinValue;

    /// <summary>Counts leases.</summary>
    public int Era { get; private set; }

    public long Day { get; private set; }

    public long Month { get; private set; }

    /// <summary>Calls under way that were admitted with permits of an earlier owner.</summary>
    public int Carried { get; private set; }

    public ref PermitPurse this[LimitDimension dimension] => ref _purses[(int)dimension];

    /// <summary>There is something to give back, or to be renewed.</summary>
    public bool HoldsAny => Array.Exists(_purses, static purse => purse.Spare > 0 || purse.Reserved > 0);

    /// <summary>Something was used that the owner was not told.</summary>
    public bool HasNews => Array.Exists(_purses, static purse => purse.HasNews);

    /// <summary>How many more slots this edge may use; negative when it should have fewer.</summary>
    public long SlotsLeft => _slotsKept - _purses[(int)LimitDimension.Concurrent].Reserved;

    /// <summary>Permits that are neither used nor reserved while the lease lasts; negative when calls used more than they had reserved.</summary>
    public long Spare(LimitDimension dimension, long nowMs)
    {
        var endsMs = dimension.IsDaily() ? Math.Min(EndsMs, _dayEndsMs) : dimension.IsMonthly() ? Math.Min(EndsMs, _monthEndsMs) : EndsMs;
        var spare = _purses[(int)dimension].Spare;
        return nowMs < endsMs ? spare : Math.Min(0, spare);
    }

    /// <summary>Those of them a call may take.</summary>
    public long Ready(LimitDimension dimension, long nowMs)
    {
        var spare = Spare(dimension, nowMs);
        return dimension == LimitDimension.Concurrent ? Math.Min(spare, SlotsLeft) : spare;
    }

    /// <summary>A call's place is free.</summary>
    public void Leave(Holding holding)
    {
        _purses[(int)LimitDimension.Concurrent].Reserved--;
        if (holding.Era < _epochEra)
            Carried--;
    }

    /// <summary>The call belongs to a day that is over. Owners number days anew, so only within one lease can that be told.</summary>
    public bool IsOfAnotherPeriod(LimitDimension dimension, Holding holding) => holding.Era == Era && (
        (dimension.IsDaily() && holding.Day != Day) || (dimension.IsMonthly() && holding.Month != Month));

    /// <summary>Another lease begins: its counters start at zero.</summary>
    public void Restart(LeaseReply reply, int callsUnderWay)
    {
        Era++;
        if (reply.Lease.Epoch != Id.Epoch)
            (_epochEra, Carried) = (Era, callsUnderWay);
        (Id, EndsMs, Day, Month) = (reply.Lease, long.MinValue, reply.Day, reply.Month);
        for (LimitDimension dimension = 0; dimension <= LimitDimension.Concurrent; dimension++)
            _purses[(int)dimension].Restart(keepReserved: dimension == LimitDimension.Concurrent);
    }

    public void Take(LeaseReply reply, long sentMs)
    {
        TurnPages(reply, sentMs);
        if (reply.LifetimeMs > 0)
            EndsMs = Math.Max(EndsMs, sentMs + terms.Usable(reply.LifetimeMs));
        foreach (var permits in reply.Permits)
        {
            if (permits.Dimension == LimitDimension.Concurrent)
                _slotsKept = permits.Keep ?? long.MaxValue;
            if (!IsPast(permits.Dimension, reply))
                _purses[(int)permits.Dimension].Granted = Math.Max(_purses[(int)permits.Dimension].Granted, permits.Granted);
        }
    }

    /// <summary>A new day or month at the owner: it counts from zero, and so does the edge.</summary>
    private void TurnPages(LeaseReply reply, long sentMs)
    {
        for (LimitDimension dimension = 0; dimension <= LimitDimension.Concurrent; dimension++)
        {
            if ((dimension.IsDaily() && reply.Day > Day) || (dimension.IsMonthly() && reply.Month > Month))
                _purses[(int)dimension] = new PermitPurse { Rate = _purses[(int)dimension].Rate, Typical = _purses[(int)dimension].Typical };
        }
        if (reply.Day >= Day)
            (Day, _dayEndsMs) = (reply.Day, sentMs + terms.Usable(reply.DayEndsInMs));
        if (reply.Month >= Month)
            (Month, _monthEndsMs) = (reply.Month, sentMs + terms.Usable(reply.MonthEndsInMs));
    }

    private bool IsPast(LimitDimension dimension, LeaseReply reply) =>
        (dimension.IsDaily() && reply.Day < Day) || (dimension.IsMonthly() && reply.Month < Month);
}
