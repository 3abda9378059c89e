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
        // Counters of a lease that is no more were settled when it ended: they say nothing of the one that follows it.
        var isOfLease = report.Lease == lease.Id || without.HasFlag(SafetyRules.Incarnations);
        if (ledgers[LimitDimension.Concurrent] is { Charges: SlotCharges slots } places)
            Occupy(report, lease, slots, places, isOfLease);
        if (!isOfLease)
            return;
        Consume(report, lease, ledgers, periods, now, without);
        if (report.Pushback is { } pushback)
            Yield(pushback, ledgers, now);
    }

    private static void Consume(
        LeaseReport report, EdgeLease lease, PermitLedgers ledgers, CalendarPeriods periods, LedgerTime now, SafetyRules without)
    {
        foreach (var permits in report.Permits)
        {
            if (ledgers[permits.Dimension] is not { } ledger || IsOfAnotherPeriod(permits.Dimension, report, periods))
                continue;
            ref var counters = ref lease[permits.Dimension];
            var outBefore = counters.Out;
            Return(permits.Returned, ledger, ref counters);
            if (ledger.Dimension != LimitDimension.Concurrent)
                Consume(report, permits, ledger, ref counters, now, without);
            ledger.Out += counters.Out - outBefore;
        }
    }

    /// <summary>The provider is the judge of its own limits, where they are lower than the catalog says.</summary>
    private static void Yield(ProviderPushback pushback, PermitLedgers ledgers, LedgerTime now)
    {
        foreach (var ledger in ledgers.All)
        {
            if (pushback.Refused && !ledger.Hard && ledger.Dimension.WindowMs() > 0)
                ledger.Congestion.Refused(now.Ms);
        }
        if (pushback.RemainingRequests is { } requests)
            ledgers[LimitDimension.RequestsPerMinute]?.FollowDown(requests, now.Ms);
        if (pushback.RemainingTokens is { } tokens)
            ledgers[LimitDimension.TokensPerMinute]?.FollowDown(tokens, now.Ms);
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
        LeaseReport report, PermitReport permits, PermitLedger ledger, ref EdgeLease.Counters counters, LedgerTime now, SafetyRules without)
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
        // What has left the window already cannot be taken out of it: another's charge would go in its place.
        if (ledger.Dimension.WindowMs() == 0 || now.Ms < report.RefundedSinceMs + ledger.Dimension.WindowMs())
            ledger.Charges.Refund(refunded);
    }

    /// <summary>Calls under way count whatever the owner thought.</summary>
    private static void Occupy(LeaseReport report, EdgeLease lease, SlotCharges slots, PermitLedger ledger, bool acknowledged)
    {
        ref var counters = ref lease[LimitDimension.Concurrent];
        var outBefore = counters.Out;
        counters.Granted = Math.Max(counters.Granted, counters.Returned + Math.Clamp(report.SlotsInUse, 0, CallDemand.Ceiling));
        ledger.Out += counters.Out - outBefore;
        if (acknowledged)
            slots.Account(lease.Edge.Id, report.SlotsCarried);
    }
}
