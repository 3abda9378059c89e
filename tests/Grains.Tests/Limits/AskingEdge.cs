using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Limits;

namespace AiGateway.Grains.Tests.Limits;

/// <summary>An edge with the real rules, that asks for permits one report after another.</summary>
internal sealed class AskingEdge(string id, ILimitGrain owner, TimeProvider time, LimitSet limits, long incarnation = 1)
{
    public static readonly LimitSet TenAMinute = new([new Limit(LimitDimension.RequestsPerMinute, 10, Hard: true)]);

    public LeaseAccount Account { get; } = new(new EdgeName(id, incarnation), 0, LeaseTerms.Default);

    /// <summary>The bounds it tells, and the catalog they are from.</summary>
    public (LimitSet Limits, long Version) Catalog { get; set; } = (limits, 1);

    private long NowMs => time.MonotonicMs();

    /// <summary>Tries to admit so many calls, asking the owner whenever permits are lacking.</summary>
    /// <returns>How many were admitted.</returns>
    public async Task<int> Take(int calls)
    {
        var admitted = 0;
        for (var i = 0; i < calls; i++)
        {
            var result = Account.TryAdmit(default, Catalog.Limits, NowMs);
            for (var reports = 0; result.Outcome == AdmitOutcome.NeedsLease && reports < 3; reports++)
            {
                await Report();
                result = Account.TryAdmit(default, Catalog.Limits, NowMs);
            }
            if (result.Outcome != AdmitOutcome.Admitted)
                return admitted;
            admitted++;
        }
        return admitted;
    }

    /// <summary>Tells the owner where this edge stands, and takes the reply in.</summary>
    public async Task<LeaseReply> Report()
    {
        var sentMs = NowMs;
        try
        {
            var outcome = await owner.Lease(Account.BeginReport(Catalog.Limits, sentMs), Catalog.Limits, Catalog.Version);
            Account.Apply(outcome.Reply, sentMs, NowMs);
            return outcome.Reply;
        }
        catch
        {
            Account.Fail();
            throw;
        }
    }
}
