using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Owner;

/// <summary>Decides what one report gets: what a waiting call needs, whole or not at all, and then a share of what is left.</summary>
internal sealed class GrantRound(
    PermitLedgers ledgers, LeaseTable leases, RecordKeeper record, EdgeLease lease, LedgerTime now, bool mayGrant, bool learning, SafetyRules without)
{
    /// <summary>Nobody is turned away blindly for longer: others give back what they do not use.</summary>
    private const long WindowDenyMs = 1_000;

    /// <summary>Only a raised limit or a long call's end frees anything before the day does.</summary>
    private const long PeriodDenyMs = 10_000;

    /// <summary>A slot may come free at any moment.</summary>
    private const long SlotDenyMs = 250;

    private readonly int _active = leases.Active(now);

    public LeaseRefusal? Refusal { get; private set; }

    /// <summary>What is needed is free, and not covered by the record yet.</summary>
    public bool AwaitsWrite { get; private set; }

    public void Run(LeaseReport report)
    {
        var needed = false;
        foreach (var permits in report.Permits)
        {
            needed |= permits.Need > 0;
            if (permits.Need > 0 && ledgers[permits.Dimension] is { Bound: not null } ledger)
                Check(ledger, permits.Need);
        }
        if (needed && (Refusal is not null || AwaitsWrite))
            return;
        foreach (var permits in report.Permits)
        {
            if (ledgers[permits.Dimension] is { } ledger)
                Grant(ledger, permits.Need, Math.Max(permits.Wants, permits.Need));
        }
    }

    private void Check(PermitLedger ledger, long need)
    {
        if (learning && !ledger.Hard)
        {
            Refuse(ledger, need, WindowDenyMs, WindowDenyMs);
        }
        else if (need > ledger.Left)
        {
            RefuseUntilFree(ledger, need, need - ledger.Left);
        }
        else if (need > ledger.Reserve && ledger.Hard && record.WorthAWriteInMs(ledger, need, now) is > 0 and var waitMs)
        {
            Refuse(ledger, need, waitMs, DenyMs(ledger, waitMs));
        }
        else if (need > Ready(ledger))
        {
            AskStore(ledger, need);
            AwaitsWrite = true;
        }
    }

    private void Grant(PermitLedger ledger, long need, long wants)
    {
        if (wants <= 0)
            return;
        // Half of an equal share: the bound is approached in ever smaller steps, and the last permits go one by one. Slots do not
        // lapse while their edge is busy, so the last of them are only for calls that wait.
        var share = ledger.Left / (2 * _active);
        if (ledger.Dimension != LimitDimension.Concurrent)
            share = Math.Max(1, share);
        var fair = Math.Max(need, Math.Min(wants, share));
        var count = Math.Min(fair, Ready(ledger));
        if (count < fair && ledger.Left > count)
            AskStore(ledger, fair - count);
        if (count == 0 && ledger.Left == 0 && Refusal is null && ledger.Dimension != LimitDimension.Concurrent)
        {
            // Nobody waits, and still the edge should stop asking for a while.
            RefuseUntilFree(ledger, 1, 1);
        }
        ledger.Grant(count, now.Ms);
        lease[ledger.Dimension].Granted += count;
    }

    private long Ready(PermitLedger ledger)
    {
        if ((ledger.Hard && !mayGrant) || (learning && !ledger.Hard))
            return 0;
        // The successor waits for the edges the record names before it gives their slots to others.
        if (ledger is { Hard: true, Dimension: LimitDimension.Concurrent } && !record.Names(lease.Edge.Id))
            return 0;
        return ledger.Ready(without);
    }

    private static void AskStore(PermitLedger ledger, long count)
    {
        ledger.Unmet += count;
        ledger.LargestUnmet = Math.Max(ledger.LargestUnmet, count);
    }

    private void RefuseUntilFree(PermitLedger ledger, long need, long lacks)
    {
        var retryMs = ledger.Charges.FreesMs(lacks, now);
        Refuse(ledger, need, retryMs, DenyMs(ledger, retryMs));
    }

    private void Refuse(PermitLedger ledger, long need, long retryMs, long denyMs)
    {
        if (Refusal is null || retryMs > Refusal.RetryAfterMs)
            Refusal = new(ledger.Dimension, ledger.Bound ?? 0, ledger.Left, need, retryMs, denyMs);
    }

    /// <summary>Each refused edge stays away a little longer than the one before, so that they do not all come back at once.</summary>
    private long DenyMs(PermitLedger ledger, long retryMs)
    {
        if (ledger.Dimension == LimitDimension.Concurrent)
            return SlotDenyMs;
        if (ledger.Charges is CalendarCharges)
            return Math.Min(PeriodDenyMs, retryMs);
        var step = Math.Clamp(ledger.Dimension.WindowMs() / Math.Max(1, ledger.Bound ?? 1), 5, 250);
        ledger.DeniedUntilMs = Math.Max(Math.Max(ledger.DeniedUntilMs, now.Ms) + step, now.Ms + retryMs);
        return Math.Min(WindowDenyMs, ledger.DeniedUntilMs - now.Ms);
    }
}
