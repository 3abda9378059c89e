using System.Diagnostics;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Grains.Cluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.LimitLoad;

/// <summary>What admitting a call and settling it costs on one thread while the edge holds what it needs.</summary>
internal static class MemoryPath
{
    private const int Batches = 2_000;
    private const int PerBatch = 1_000;
    private const int WarmUpRounds = 4;

    private static readonly CallDemand Demand = new(1_000, 2_000_000);
    private static readonly CallDemand Used = new(700, 1_400_000);

    private static readonly LimitSet One = new([new(LimitDimension.RequestsPerMinute, 6_000, Hard: true)]);

    private static readonly LimitSet Four = new(
    [
        new(LimitDimension.RequestsPerMinute, 6_000, Hard: true), new(LimitDimension.TokensPerMinute, 1_000_000, Hard: true),
        new(LimitDimension.CostPerDay, 1_000_000_000, Hard: true), new(LimitDimension.Concurrent, 100, Hard: true),
    ]);

    public static void Measure(ResultTable results)
    {
        foreach (var (limits, text) in new[] { (One, "one dimension"), (Four, "four dimensions") })
        {
            Row(results, $"Admission from memory, {text}: an edge's whole path", ThroughAgent(limits));
            Row(results, $"Admission from memory, {text}: the account alone", AccountAlone(limits));
        }
    }

    private static void Row(ResultTable results, string name, Action batch)
    {
        var (medianNs, bytes) = Run(batch);
        results.Add(name, "≤ 1,000 ns, 0 bytes", $"{medianNs:N0} ns, {bytes:0.##} bytes", medianNs <= 1_000 && bytes == 0);
    }

    private static Action ThroughAgent(LimitSet limits)
    {
        var time = TimeProvider.System;
        var agent = new LeaseAgent(
            PlentifulDesk.NewFactory(), new EdgeIdentity("edge", 1), LeaseTerms.Default, time, NullLogger<LeaseAgent>.Instance);
        var entity = new LimitedEntity("consumer/memory", limits, 1);
        agent.For(entity).TakeAfterReport(Demand, entity, default).AsTask().GetAwaiter().GetResult();
        return () =>
        {
            for (var i = 0; i < PerBatch; i++)
            {
                var lease = agent.For(entity);
                var result = lease.TryTake(Demand, entity);
                Require(result.Outcome);
                lease.Account.Settle(result.Reservation, Used, time.MonotonicMs());
            }
        };
    }

    private static Action AccountAlone(LimitSet limits)
    {
        var nowMs = TimeProvider.System.MonotonicMs();
        var account = new LeaseAccount(new EdgeName("edge", 1), 0, LeaseTerms.Default);
        account.Apply(PlentifulDesk.Answer(account.BeginReport(limits, nowMs)), nowMs, nowMs);
        return () =>
        {
            nowMs = TimeProvider.System.MonotonicMs();
            for (var i = 0; i < PerBatch; i++)
            {
                var result = account.TryAdmit(Demand, limits, nowMs);
                Require(result.Outcome);
                account.Settle(result.Reservation, Used, nowMs);
            }
        };
    }

    /// <returns>The median over the batches of the time for one call, and the bytes allocated for each call of all of them.</returns>
    private static (double MedianNs, double Bytes) Run(Action batch)
    {
        // In rounds with pauses, so that the JIT comes to put its last version in place.
        for (var round = 0; round < WarmUpRounds; round++)
        {
            for (var i = 0; i < Batches / WarmUpRounds; i++)
                batch();
            Thread.Sleep(250);
        }
        var took = new double[Batches];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Batches; i++)
        {
            var start = Stopwatch.GetTimestamp();
            batch();
            took[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / PerBatch;
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(took);
        return (took[Batches / 2], (double)allocated / Batches / PerBatch);
    }

    private static void Require(AdmitOutcome outcome)
    {
        if (outcome != AdmitOutcome.Admitted)
            throw new InvalidOperationException($"A call with plenty in memory was not admitted: {outcome}.");
    }
}
