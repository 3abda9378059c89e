using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Owner;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Limits;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>Owners of all limits in this process, with the real rules and a store that never fails.</summary>
internal sealed class FakeDesk(TimeProvider time) : ILimitDeskGrain
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LimitOwner> _owners = new(StringComparer.Ordinal);

    /// <summary>Comes before each batch is served: wait, or throw.</summary>
    public Func<DeskBatch, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Batches that arrived.</summary>
    public List<DeskBatch> Batches { get; } = [];

    /// <summary>The ear of the edge that asked last.</summary>
    public ILeaseObserver? Ear { get; private set; }

    public async ValueTask<LeaseOutcome?[]> Serve(DeskBatch batch, ILeaseObserver edge)
    {
        lock (_gate)
            Batches.Add(batch);
        Ear = edge;
        await Before(batch);
        lock (_gate)
            return [.. batch.Reports.Select(Serve)];
    }

    private LeaseOutcome Serve(DeskReport report)
    {
        var now = time.MonotonicMs();
        if (!_owners.TryGetValue(report.Entity, out var owner))
        {
            _owners[report.Entity] = owner = new LimitOwner(null, report.Limits, report.Version, time.GetUtcNow().ToUnixTimeMilliseconds(), now, LeaseTerms.Default);
            Store(owner, now);
        }
        owner.Use(report.Limits, report.Version, now);
        var served = owner.Serve(report.Report, now);
        for (var writes = 0; served.AwaitsWrite && writes < 3; writes++)
        {
            Store(owner, now);
            served = owner.Serve(report.Report, now, again: true);
        }
        Store(owner, now);
        return new LeaseOutcome(served.Reply, "silo");
    }

    private static void Store(LimitOwner owner, long now)
    {
        if (owner.BeginWrite(now) is not null)
            owner.Written();
    }
}
