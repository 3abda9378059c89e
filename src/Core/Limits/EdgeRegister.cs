namespace AiGateway.Core.Limits;

/// <summary>The edges that take part in one consumer's limits.</summary>
public sealed class EdgeRegister
{
    public List<EdgeLease> Leases { get; set; } = [];

    internal int Active(LedgerTime now)
    {
        var count = 0;
        foreach (var lease in Leases)
            count += now.Ms - lease.SeenAtMs < LeaseTerms.ActiveEdgeMs ? 1 : 0;
        return count;
    }

    internal long Slots
    {
        get
        {
            long sum = 0;
            foreach (var lease in Leases)
                sum += lease.Slots;
            return sum;
        }
    }

    /// <summary>Takes the slots of edges not heard of, and forgets those silent for long.</summary>
    internal void Expire(LedgerTime now)
    {
        foreach (var lease in Leases)
        {
            if (now.Ms - lease.SeenAtMs >= LeaseTerms.SlotLifetimeMs)
                lease.Slots = 0;
        }
        Leases.RemoveAll(lease => now.Ms - lease.SeenAtMs >= LeaseTerms.EdgeMemoryMs);
    }

    /// <summary>The lease of the edge that reports, or null when the report is not its latest.</summary>
    internal EdgeLease? Hear(LeaseReport report, LedgerTime now)
    {
        var lease = Leases.Find(each => each.EdgeId == report.EdgeId);
        if (lease is null)
        {
            lease = new EdgeLease { EdgeId = report.EdgeId, Incarnation = report.Incarnation };
            Leases.Add(lease);
        }
        else if (lease.Incarnation != report.Incarnation)
        {
            // An edge whose own clock was set back may restart with a smaller number: believed once the other is silent.
            if (report.Incarnation < lease.Incarnation && now.Ms - lease.SeenAtMs < LeaseTerms.ActiveEdgeMs)
                return null;
            (lease.Incarnation, lease.Slots) = (report.Incarnation, 0);
        }
        else if (report.Sequence <= lease.Sequence)
        {
            return null;
        }
        (lease.Sequence, lease.SeenAtMs) = (report.Sequence, now.Ms);
        return lease;
    }
}
