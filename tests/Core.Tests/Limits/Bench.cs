using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Core.Limits.Owner;

namespace AiGateway.Core.Tests.Limits;

/// <summary>One owner, any edges, a store and one clock for all, which stands still unless it is told.</summary>
internal sealed class Bench
{
    public static readonly LeaseTerms Terms = LeaseTerms.Default;

    private long _version;
    private long _sequence;

    public Bench(params Limit[] limits)
    {
        Limits = new(limits);
        TakeOver();
    }

    public LimitSet Limits { get; private set; }

    public long NowMs { get; set; } = 5_000_000;

    /// <summary>Noon of a day in UTC, and what the clock went since.</summary>
    public long UnixMs => 1_767_614_400_000 + NowMs - 5_000_000;

    public LimitOwner Owner { get; private set; } = null!;

    /// <summary>What the store holds.</summary>
    public LimitRecord? Record { get; private set; }

    /// <summary>A new owner goes on from what is stored.</summary>
    public void TakeOver()
    {
        Owner = new(Record, Limits, _version, UnixMs, NowMs, Terms);
        Assert.True(Store());
    }

    public void Change(params Limit[] limits)
    {
        Limits = new(limits);
        Owner.Use(Limits, ++_version, NowMs);
    }

    public bool Store()
    {
        if (Owner.BeginWrite(NowMs) is not { } record)
            return false;
        Owner.Written();
        Record = record;
        return true;
    }

    public LeaseReport Report(string edge, LeaseId lease, params PermitReport[] permits) => new()
    {
        Edge = new(edge, 1), Lease = lease, Sequence = ++_sequence, Permits = permits, Day = 1, Month = 1,
    };

    /// <summary>The owner serves a report, and stores what it must.</summary>
    public LeaseReply Serve(LeaseReport report)
    {
        var result = Owner.Serve(report, NowMs);
        if (Store() && result.AwaitsWrite)
            result = Owner.Serve(report, NowMs, again: true);
        return result.Reply;
    }

    public LeaseReply Ask(string edge, LeaseId lease, params PermitReport[] permits) => Serve(Report(edge, lease, permits));

    public static LeaseAccount Edge(string id = "a", long incarnation = 1) => new(new EdgeName(id, incarnation), 0, Terms);

    public LeaseReply Exchange(LeaseAccount edge)
    {
        var reply = Serve(edge.BeginReport(Limits, NowMs));
        edge.Apply(reply, NowMs, NowMs);
        return reply;
    }

    public AdmitResult Try(LeaseAccount edge, long tokens = 0) => edge.TryAdmit(new CallDemand(tokens, 0), Limits, NowMs);

    /// <summary>A call that waits for the owner when it must; null when it is refused.</summary>
    public Reservation? Call(LeaseAccount edge, long tokens = 0)
    {
        var result = Try(edge, tokens);
        for (var round = 0; round < 4 && result.Outcome == AdmitOutcome.NeedsLease; round++)
        {
            Exchange(edge);
            result = Try(edge, tokens);
        }
        return result.Outcome == AdmitOutcome.Admitted ? result.Reservation : null;
    }

    public void Settle(LeaseAccount edge, Reservation reservation, long tokens = 0) => edge.Settle(reservation, new CallDemand(tokens, 0), NowMs);

    /// <summary>How many of so many calls are admitted.</summary>
    public int Calls(LeaseAccount edge, int offered)
    {
        var admitted = 0;
        for (var call = 0; call < offered; call++)
        {
            if (Call(edge) is not { } reservation)
                continue;
            admitted++;
            Settle(edge, reservation);
        }
        return admitted;
    }

    public long Left(LimitDimension dimension) => Owner.Ledgers[dimension]!.Left;
}
