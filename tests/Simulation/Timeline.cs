using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Core.Limits.Owner;

namespace AiGateway.Simulation;

/// <summary>A course of events written by hand, with the real rules: ten calls in ten seconds, leases and horizons of a second.</summary>
internal sealed class Timeline(SafetyRules without, bool hard = true)
{
    public const int Bound = 10;

    private static readonly LeaseTerms _terms = LeaseTerms.Default with { LeaseMs = 1_000, HorizonMs = 1_000, MaxSkewMs = 100 };

    private readonly LimitSet _limits = new([new(LimitDimension.RequestsPer10Seconds, Bound, hard)]);
    private readonly List<long> _admitted = [];
    private int _edges;

    public long NowMs { get; set; } = 1_000_000;

    /// <summary>What the store holds.</summary>
    public LimitRecord? Record { get; private set; }

    /// <summary>Calls admitted beyond the bound, in the worst ten seconds.</summary>
    public int Over => _admitted.Max(end => _admitted.Count(at => at <= end && at > end - 10_000)) - Bound;

    /// <summary>A new owner, which has written its first record.</summary>
    public LimitOwner TakeOver()
    {
        var owner = new LimitOwner(Record, _limits, 1, NowMs, NowMs, _terms, without);
        Store(owner);
        return owner;
    }

    public LeaseAccount Edge() => new(new EdgeName($"edge-{++_edges}", 1), 0, _terms, without);

    public LeaseReport Report(LeaseAccount edge) => edge.BeginReport(_limits, NowMs);

    /// <summary>The owner serves a report, storing what it must unless its store does not answer.</summary>
    public LeaseReply Serve(LimitOwner owner, LeaseReport report, bool stores = true)
    {
        var result = owner.Serve(report, NowMs);
        if (!stores)
        {
            if (owner.BeginWrite(NowMs) is not null)
                owner.NotWritten(fenced: false);
        }
        else if (Store(owner) && result.AwaitsWrite)
        {
            result = owner.Serve(report, NowMs, again: true);
            Store(owner);
        }
        return result.Reply;
    }

    /// <summary>Report and reply, at once.</summary>
    public void Exchange(LeaseAccount edge, LimitOwner owner, bool stores = true) =>
        edge.Apply(Serve(owner, Report(edge), stores), NowMs, NowMs);

    public bool Admit(LeaseAccount edge)
    {
        if (edge.TryAdmit(default, _limits, NowMs) is not { Outcome: AdmitOutcome.Admitted } admitted)
            return false;
        edge.Settle(admitted.Reservation, default, NowMs);
        _admitted.Add(NowMs);
        return true;
    }

    public void AdmitAll(LeaseAccount edge)
    {
        while (Admit(edge))
        {
        }
    }

    /// <summary>A busy edge takes whatever the owner gives.</summary>
    public void Drain(LimitOwner owner)
    {
        var edge = Edge();
        for (var round = 0; round < 3 * Bound; round++)
        {
            AdmitAll(edge);
            Exchange(edge, owner);
        }
    }

    private bool Store(LimitOwner owner)
    {
        if (owner.BeginWrite(NowMs) is not { } record)
            return false;
        owner.Written();
        Record = record;
        return true;
    }
}
