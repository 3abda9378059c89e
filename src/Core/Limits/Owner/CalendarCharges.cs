namespace AiGateway.Core.Limits.Owner;

/// <summary>Charges of the calendar day or month under way.</summary>
internal sealed class CalendarCharges(CalendarPeriods periods, bool daily) : ICharges
{
    public long EndsAtUnixMs => daily ? periods.DayEndsUnixMs : periods.MonthEndsUnixMs;

    public long Used { get; private set; }

    public void Advance(LedgerTime now)
    {
        // The owner turns the page, for all daily limits at once.
    }

    public void Begin() => Used = 0;

    public void Charge(long count, long atMs) => Used += Math.Max(0, count);

    public void Refund(long count) => Used -= Math.Clamp(count, 0, Used);

    public long FreesMs(long count, LedgerTime now) => Math.Max(1, EndsAtUnixMs - now.UnixMs);

    public long ResetMs(LedgerTime now) => Used == 0 ? 0 : FreesMs(Used, now);
}
