namespace AiGateway.Core.Limits;

/// <summary>Charges of one calendar day, UTC. Permits die with the day they were granted on.</summary>
public sealed class DayCount : IPermitWindow
{
    private const long DayMs = 86_400_000;

    private const long Ceiling = 1L << 62;

    /// <summary>The day counted, days since 1970-01-01.</summary>
    public long Day { get; set; }

    /// <summary>What was charged to it.</summary>
    public long Charged { get; set; }

    /// <summary>The ledger's second at which it began to be counted; what was granted earlier belongs to another day.</summary>
    public long SinceSecond { get; set; }

    long IPermitWindow.Used => Charged;

    void IPermitWindow.Advance(LedgerTime now)
    {
        var today = now.UnixMs / DayMs;
        if (today > Day)
            (Day, Charged, SinceSecond) = (today, 0, now.Second);
        else if (today < Day - 1)
            Day = today; // A clock once far ahead. What was charged stays, and yesterday is not opened a second time.
    }

    void IPermitWindow.Charge(long count, LedgerTime now) => Charged = Math.Min(Ceiling, Charged + Math.Min(Ceiling, count));

    void IPermitWindow.GiveBack(long grantedAtSecond, long count)
    {
        if (grantedAtSecond >= SinceSecond)
            Charged -= Math.Min(Charged, count);
    }

    long IPermitWindow.FreesMs(long count, LedgerTime now) => LeftMs(now);

    long IPermitWindow.ResetMs(LedgerTime now) => Charged == 0 ? 0 : LeftMs(now);

    long IPermitWindow.LifetimeMs(LedgerTime now) => Math.Min(LeaseTerms.LotLifetimeMs, LeftMs(now));

    private long LeftMs(LedgerTime now) => ((Day + 1) * DayMs) - now.UnixMs;
}
