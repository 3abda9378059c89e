namespace AiGateway.Core.Limits.Owner;

/// <summary>
/// What a new owner makes of a record: every charge may have been made by a clock that ran ahead, so it is moved later by the
/// largest skew; and all that was outstanding counts as used at the last moment the old owner's leases can live.
/// </summary>
internal static class TakeOver
{
    public static void Restore(
        LimitRecord stored, LimitSet limits, PermitLedgers ledgers, CalendarPeriods periods, LedgerTime now, LeaseTerms terms, SafetyRules without)
    {
        periods.Use(limits.TimeZone, now);
        periods.Resume(EndOf(stored, static dimension => dimension.IsDaily()), EndOf(stored, static dimension => dimension.IsMonthly()), now);
        periods.TurnDay(now);
        periods.TurnMonth(now);

        var skewMs = without.HasFlag(SafetyRules.AllowForSkew) ? 0 : terms.MaxSkewMs;
        var endMs = stored.HorizonMs + skewMs
            + (without.HasFlag(SafetyRules.ChargeOutstandingAtItsEnd) ? 0 : terms.LeaseMs + terms.ExpirySlackMs);
        foreach (var record in stored.Ledgers)
        {
            var outstanding = without.HasFlag(SafetyRules.ChargeOutstandingOnTakeOver) ? 0 : record.Outstanding;
            var ledger = ledgers.Open(record.Dimension, periods);
            switch (ledger.Charges)
            {
                case SlidingCharges sliding:
                    foreach (var charge in record.Charges)
                        sliding.Charge(charge.Count, charge.AtMs + skewMs);
                    sliding.Charge(outstanding, Math.Max(endMs, now.Ms));
                    break;
                case CalendarCharges calendar when record.EndsAtUnixMs > now.UnixMs:
                    calendar.Charge(record.Used + outstanding, now.Ms);
                    break;
                case SlotCharges slots:
                    slots.HoldUnclaimed(outstanding, stored.SlotHolders, endMs + terms.SilenceMs);
                    break;
            }
        }
        ledgers.Bind(limits, periods);
    }

    private static long EndOf(LimitRecord stored, Func<LimitDimension, bool> isOfUnit)
    {
        long end = 0;
        foreach (var record in stored.Ledgers)
        {
            if (isOfUnit(record.Dimension))
                end = Math.Max(end, record.EndsAtUnixMs);
        }
        return end;
    }
}
