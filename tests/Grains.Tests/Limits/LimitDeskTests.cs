using System.Collections.Concurrent;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Grains.Limits;
using AiGateway.Grains.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AiGateway.Grains.Tests.Limits;

[Collection(nameof(SharedCluster))]
public sealed class LimitDeskTests(SharedCluster cluster)
{
    private static readonly LimitSet TenAMinute = AskingEdge.TenAMinute;

    [Fact]
    public async Task A_desk_answers_for_all_entities_of_a_batch_and_says_where_each_owner_lives()
    {
        var ear = new Ear();
        var reports = Enumerable.Range(0, 50).Select(i => Report($"consumer/desk-{i}")).ToArray();

        var outcomes = await Desk(ILimitDeskGrain.Anywhere).Serve(new DeskBatch(new("edge", 1), reports), Reference(ear));

        Assert.All(outcomes, outcome => Assert.Contains(outcome!.Reply.Permits, permits => permits.Granted > 0));
        for (var i = 0; i < reports.Length; i++)
            Assert.Equal(cluster.SiloOf(cluster.Grains.GetGrain<ILimitGrain>(reports[i].Entity)).ToParsableString(), outcomes[i]!.Silo);
        Assert.Equal(2, outcomes.Select(outcome => outcome!.Silo).Distinct().Count());
    }

    [Fact]
    public async Task A_desk_lives_on_the_silo_its_name_says()
    {
        foreach (var silo in cluster.SiloServices.Select(services => services.GetRequiredService<ILocalSiloDetails>().SiloAddress))
        {
            var desk = Desk(silo.ToParsableString());
            await desk.Serve(new DeskBatch(new("edge", 1), []), Reference(new Ear()));

            Assert.Equal(silo, cluster.SiloOf(desk));
        }
    }

    [Fact]
    public async Task An_owner_that_does_not_answer_holds_up_nobody_else()
    {
        var owner = cluster.Grains.GetGrain<ILimitGrain>("consumer/desk-hangs");
        using var store = new HangingStore(cluster.Store, owner);

        var serving = Desk(ILimitDeskGrain.Anywhere).Serve(
            new DeskBatch(new("edge", 1), [Report("consumer/desk-hangs"), Report("consumer/desk-well")]), Reference(new Ear())).AsTask();
        await store.Begun;
        while (!serving.IsCompleted)
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        var outcomes = await serving;
        Assert.Null(outcomes[0]);
        Assert.NotNull(outcomes[1]);
    }

    [Fact]
    public async Task When_little_is_left_the_edges_that_hold_some_are_told()
    {
        var (one, two) = (new Ear(), new Ear());
        var first = await Desk(ILimitDeskGrain.Anywhere).Serve(new DeskBatch(new("holds", 1), [Report("consumer/recall", "holds", wants: 5)]), Reference(one));
        var desk = Desk(first[0]!.Silo);
        await desk.Serve(new DeskBatch(new("holds", 1), []), Reference(one));

        for (var sequence = 1; sequence <= 6; sequence++)
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(300));
            await desk.Serve(new DeskBatch(new("asks", 1), [Report("consumer/recall", "asks", wants: 9, sequence)]), Reference(two));
        }

        await Eventually.Holds(() => !one.Recalled.IsEmpty);
        Assert.Equal("consumer/recall", one.Recalled.First());
    }

    private static DeskReport Report(string entity, string edge = "edge", long wants = 1, long sequence = 1) => new(
        entity,
        new LeaseReport
        {
            Edge = new(edge, 1), Sequence = sequence,
            Permits = [new PermitReport(LimitDimension.RequestsPerMinute, 0, 0, 0, wants, 1)],
        },
        TenAMinute,
        1);

    private ILimitDeskGrain Desk(string silo) => cluster.Grains.GetGrain<ILimitDeskGrain>(silo);

    private ILeaseObserver Reference(Ear ear) => cluster.Grains.CreateObjectReference<ILeaseObserver>(ear);

    private sealed class Ear : ILeaseObserver
    {
        public ConcurrentQueue<string> Recalled { get; } = new();

        public Task Recall(string entity)
        {
            Recalled.Enqueue(entity);
            return Task.CompletedTask;
        }
    }
}
