using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Owner;

/// <summary>Takes the counters of a report in.</summary>
internal static class Accounting
{
    public static void Take(
        LeaseReport report, EdgeLease lease, PermitLedgers ledgers, CalendarPeriods periods, bool learning, LedgerTime now, SafetyRules without)
    {
        if (learning && !lease.ToldRecent && report.Recent.Count > 0)
            Learn(report, lease, ledgers, now);
        foreach (var permits in report.Permits)
        {
            if (ledgers[permits.Dimension] is not { } ledger || IsOfAnotherPeriod(permits.Dimension, report, periods))
                continue;
            ref var counters = ref lease[permits.Dimension];
            var outBefore = counters.Out;
            Return(permits.Returned, ledger, ref counters);
            if (ledger.Charges is SlotCharges slots)
                Occupy(report, lease, slots, ref counters, now);
            else
                Consume(permits, ledger, ref counters, now, without);
            ledger.Out += counters.Out - outBefore;
        }
    }

    /// <summary>What is not stored is learned from the edges that used it.</summary>
    private static void Learn(LeaseReport report, EdgeLease lease, PermitLedgers ledgers, LedgerTime now)
    {
        lease.ToldRecent = true;
        foreach (var recent in report.Recent)
        {
            if (ledgers[recent.Dimension] is { Hard: false } ledger)
                ledger.Charges.Charge(Math.Clamp(recent.Count, 0, CallDemand.Ceiling), now.Ms - Math.Max(0, recent.AgeMs));
        }
    }

    /// <summary>Counters of a day that is over, or that the edge has not heard of: they would count against the wrong one.</summary>
    private static bool IsOfAnotherPeriod(LimitDimension dimension, LeaseReport report, CalendarPeriods periods) =>
        (dimension.IsDaily() && report.Day != periods.Day) || (dimension.IsMonthly() && report.Month != periods.Month);

    private static void Return(long returned, PermitLedger ledger, ref EdgeLease.Counters counters)
    {
        var more = Math.Clamp(returned - counters.Returned, 0, Math.Max(0, counters.Out));
        counters.Returned += more;
        if (ledger.Hard)
            ledger.Reserve += more;
    }

    private static void Consume(
        PermitReport permits, PermitLedger ledger, ref EdgeLease.Counters counters, LedgerTime now, SafetyRules without)
    {
        var more = without.HasFlag(SafetyRules.CumulativeCounters)
            ? permits.Consumed
            : Math.Clamp(permits.Consumed - counters.Consumed, 0, CallDemand.Ceiling);
        counters.Consumed += more;
        // Heard later than used: to count from now on is the safe side.
        var age = without.HasFlag(SafetyRules.ChargeAtReceipt) ? ledger.Dimension.WindowMs() / 10 : 0;
        ledger.Charges.Charge(more, now.Ms - age);
        // More than was granted: it is spent all the same, and counts as granted.
        counters.Granted = Math.Max(counters.Granted, counters.Consumed + counters.Returned);

        var refunded = Math.Clamp(permits.Refunded - counters.Refunded, 0, counters.Consumed - counters.Refunded);
        counters.Refunded += refunded;
        ledger.Charges.Refund(refunded);
    }

    /// <summary>Calls under way count whatever the owner thought.</summary>
    private static void Occupy(LeaseReport report, EdgeLease lease, SlotCharges slots, ref EdgeLease.Counters counters, LedgerTime now)
    {
        var inUse = Math.Max(0, report.SlotsInUse);
        counters.Granted = Math.Max(counters.Granted, counters.Returned + inUse);
        slots.Account(lease.Edge, inUse, report.Lease == lease.Id, now);
    }
}
