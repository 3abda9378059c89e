using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Edge.Catalog;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Limits;

namespace AiGateway.Edge.Cluster.Leases;

/// <summary>One entity's account at this edge with its one report under way at a time.</summary>
internal sealed class EntityLease(LimitedEntity limited, LeaseAccount account, Action<EntityLease> send, TimeProvider time)
{
    /// <summary>A reply that others share may bring less than all of them need; each further report states what is still lacking.</summary>
    private const int MostReports = 5;

    /// <summary>An owner that is lost is found again by another silo, if not at once.</summary>
    private const int MostLost = 2;

    /// <summary>Where the owner lives and what calls use is worth knowing for longer than a lease lasts.</summary>
    private const long MemoryMs = 10 * 60_000;

    private readonly Lock _gate = new();
    private TaskCompletionSource<bool>? _report;
    private long _askedMs = time.MonotonicMs();
    private bool _retired;

    public string Entity { get; } = limited.Name;

    public LeaseAccount Account => account;

    /// <summary>The entity's limits as the newest call had them.</summary>
    public LimitedEntity Limited { get; private set; } = limited;

    /// <summary>Who asks for how much of it, where several consumers share it.</summary>
    public Contention Contention { get; } = new();

    /// <summary>What its calls used of late.</summary>
    public OutputForecast Forecast { get; } = new();

    /// <summary>Where the owner lives, as far as is known.</summary>
    public string Silo { get; private set; } = ILimitDeskGrain.Anywhere;

    /// <summary>Takes what a call needs from memory, all or nothing.</summary>
    public AdmitResult TryTake(CallDemand demand, LimitedEntity limited)
    {
        Limited = limited;
        _askedMs = time.MonotonicMs();
        var result = account.TryAdmit(demand, limited.Limits, _askedMs);
        if (result is { RefillDue: true, Outcome: AdmitOutcome.Admitted })
            _ = Report();
        return result;
    }

    /// <summary>Takes what a call needs after asking the owner for it.</summary>
    /// <returns>Null when nobody could be asked.</returns>
    public async ValueTask<AdmitResult?> TakeAfterReport(CallDemand demand, LimitedEntity limited, CancellationToken cancellationToken)
    {
        for (int reports = 0, lost = 0; reports < MostReports && lost < MostLost;)
        {
            if (Report() is not { } report)
                return null;
            if (await report.WaitAsync(cancellationToken))
                reports++;
            else
                lost++;
            var result = account.TryAdmit(demand, limited.Limits, time.MonotonicMs());
            if (result.Outcome == AdmitOutcome.Unavailable)
                return null;
            if (result.Outcome != AdmitOutcome.NeedsLease)
                return result;
            if (reports == MostReports)
                return result with { Outcome = AdmitOutcome.Refused, Refusal = Crowded(limited.Limits) };
        }
        return null;
    }

    /// <summary>The owner tells what it has left; what is ready here it has given out already.</summary>
    public LimitRefusal WithReady(LimitRefusal refusal) => refusal with
    {
        Remaining = Math.Min(refusal.Limit, refusal.Remaining + account.Available(refusal.Dimension, time.MonotonicMs())),
    };

    /// <summary>Sends a report, or joins the one under way. Its result is false when it was lost; null once the account has been forgotten.</summary>
    public Task<bool>? Report()
    {
        lock (_gate)
        {
            if (_retired)
                return null;
            if (_report is { } underWay)
                return underWay.Task;
            var report = _report = new(TaskCreationOptions.RunContinuationsAsynchronously);
            send(this);
            return report.Task;
        }
    }

    public LeaseReport Begin(long nowMs) => account.BeginReport(Limited.Limits, nowMs) with { Offers = Contention.Tell(nowMs) };

    /// <summary>Takes in what came of a report; null when that is not known.</summary>
    public void End(LeaseOutcome? outcome, long sentMs)
    {
        var nowMs = time.MonotonicMs();
        if (outcome is null)
            account.Fail();
        else
            Apply(outcome.Reply, sentMs, nowMs);
        Silo = outcome?.Silo ?? ILimitDeskGrain.Anywhere;

        TaskCompletionSource<bool>? report;
        lock (_gate)
            (report, _report) = (_report, null);
        report?.SetResult(outcome is not null);
        // What merely runs low waits for the next call or tick: an owner that gave nothing now would give nothing at once either.
        if (outcome is not null && account.Awaited)
            _ = Report();
    }

    /// <summary>Sends a report if there is something to tell, to give back or to renew.</summary>
    public void Tend(long nowMs)
    {
        if (account.ReportDue(Limited.Limits, nowMs) || Contention.IsDue(nowMs))
            _ = Report();
    }

    /// <summary>True when nobody has called for long and nothing is lost by forgetting it; from then on it admits nobody.</summary>
    public bool TryRetire(long nowMs)
    {
        lock (_gate)
            return _retired = nowMs - _askedMs >= MemoryMs && _report is null && account.IsIdle(nowMs);
    }

    private void Apply(LeaseReply reply, long sentMs, long nowMs)
    {
        account.Apply(reply, sentMs, nowMs);
        Contention.Hear(reply.Shares, nowMs);
    }

    private static LimitRefusal Crowded(LimitSet limits) => new(limits.Limits[0].Dimension, limits.Limits[0].Bound, 0, 1_000);
}
