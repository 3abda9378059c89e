using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Owner;

/// <summary>The leases of one owner, and what becomes of what was out when one ends.</summary>
internal sealed class LeaseTable(long epoch, PermitLedgers ledgers, LeaseTerms terms, SafetyRules without)
{
    private readonly List<EdgeLease> _leases = [];
    private long _serial;

    public IReadOnlyList<EdgeLease> Leases => _leases;

    /// <summary>Edges heard of within a lease's time share in what is left.</summary>
    public int Active(LedgerTime now)
    {
        var active = 0;
        foreach (var lease in _leases)
            active += now.Ms - lease.SeenMs < terms.LeaseMs ? 1 : 0;
        return Math.Max(1, active);
    }

    public void Expire(LedgerTime now)
    {
        for (var at = _leases.Count - 1; at >= 0; at--)
        {
            if (now.Ms < _leases[at].EndsMs)
                continue;
            End(_leases[at], !without.HasFlag(SafetyRules.ChargeOnExpiry));
            _leases.RemoveAt(at);
        }
    }

    /// <summary>The lease of the edge that reports: the one it names, or a new one.</summary>
    /// <param name="report">What it says.</param>
    /// <param name="again">It was heard before, and counts as new.</param>
    /// <param name="now">When it was heard.</param>
    /// <param name="stale">A report came again or too late, and says nothing new.</param>
    /// <returns>Null when a later process of the same edge has been heard of lately.</returns>
    public EdgeLease? Hear(LeaseReport report, bool again, LedgerTime now, out bool stale)
    {
        stale = false;
        EdgeLease? lease = null;
        foreach (var each in _leases)
        {
            if (each.Edge.Id != report.Edge.Id)
                continue;
            // An edge whose clock was set back may restart with a smaller number: it is believed once the other's lease is over.
            if (each.Edge.Incarnation > report.Edge.Incarnation && !without.HasFlag(SafetyRules.Incarnations))
                return null;
            if (each.Edge.Incarnation == report.Edge.Incarnation || without.HasFlag(SafetyRules.Incarnations))
                lease = each;
        }
        if (lease is not null && !again && report.Sequence <= lease.Sequence && !without.HasFlag(SafetyRules.Incarnations))
        {
            stale = true;
            return lease;
        }
        if (lease is not null && lease.Id != report.Lease && !without.HasFlag(SafetyRules.Incarnations))
        {
            End(lease, !without.HasFlag(SafetyRules.ChargeOnReplacement));
            _leases.Remove(lease);
            lease = null;
        }
        if (lease is null)
        {
            lease = new EdgeLease(report.Edge, new LeaseId(epoch, ++_serial)) { EndsMs = now.Ms + terms.LeaseMs + terms.ExpirySlackMs };
            _leases.Add(lease);
        }
        if (lease.Id == report.Lease)
            EndSlotsOfOtherProcesses(lease);
        (lease.Sequence, lease.SeenMs) = (report.Sequence, now.Ms);
        return lease;
    }

    /// <summary>A new day or month: what was out of it is of no use to anybody.</summary>
    public void Forget(LimitDimension dimension)
    {
        foreach (var lease in _leases)
            lease[dimension] = default;
    }

    /// <summary>
    /// What was out counts from the lease's end, heard of before or after: until then it may be used, even of a lease that is replaced,
    /// when the reply that gave it comes late.
    /// </summary>
    private void End(EdgeLease lease, bool charge)
    {
        foreach (var ledger in ledgers.All)
        {
            var held = lease[ledger.Dimension].Out;
            ledger.Out -= held;
            if (ledger.Charges is SlotCharges slots)
                slots.Hold(lease.Edge.Id, held, lease.EndsMs + terms.SilenceMs);
            else if (charge)
                ledger.Charges.Charge(held, lease.EndsMs);
        }
    }

    /// <summary>
    /// Of one edge one process runs at a time. The one that reports by a lease of this owner is it; others have no calls any more.
    /// </summary>
    private void EndSlotsOfOtherProcesses(EdgeLease living)
    {
        if (ledgers[LimitDimension.Concurrent] is not { } slots)
            return;
        foreach (var lease in _leases)
        {
            if (lease == living || lease.Edge.Id != living.Edge.Id)
                continue;
            ref var counters = ref lease[LimitDimension.Concurrent];
            slots.Out -= counters.Out;
            counters = default;
        }
    }
}
