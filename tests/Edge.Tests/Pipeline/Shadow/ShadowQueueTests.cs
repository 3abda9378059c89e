using AiGateway.Core.Limits;
using AiGateway.Core.Usage;
using AiGateway.Edge.Shadow;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Tests.Pipeline.Shadow;

/// <summary>What copies may take: of the edge's memory, of time, of their own limits, and nothing of their consumers'.</summary>
public sealed class ShadowQueueTests
{
    [Fact]
    public async Task A_shadow_that_hangs_delays_nobody_and_only_so_many_copies_wait()
    {
        using var bench = new ShadowBench(", maxQueued: 3");
        bench.Rival.Before = cancelled => Task.Delay(Timeout.Infinite, cancelled);

        // The clock stands still: a call that waited for anything would never end.
        await FillPlaces(bench);
        for (var i = 0; i < 8; i++)
            Assert.Equal(200, (await bench.Chat()).Response.StatusCode);

        Assert.Equal((3, ShadowLane.MostUnderWay, 5), (bench.Lane.Queued, bench.Lane.UnderWay, bench.Lane.Dropped(ShadowDrop.QueueFull)));
        Assert.Equal(0, bench.Gateway.Read.BufferedBytes);
    }

    [Fact]
    public async Task When_the_edge_stops_waiting_copies_are_dropped_and_those_under_way_are_cancelled()
    {
        using var bench = new ShadowBench(", maxQueued: 3");
        bench.Rival.Before = cancelled => Task.Delay(Timeout.Infinite, cancelled);
        await FillPlaces(bench);
        await bench.Chat();
        await bench.Chat();

        await bench.Gateway.Shadows.StopAsync(CancellationToken.None);

        Assert.Equal((0, 2), (bench.Lane.Queued, bench.Lane.Dropped(ShadowDrop.Stopped)));
        Assert.Equal((ShadowLane.MostUnderWay, 0), (bench.Copies.Count, bench.Gateway.Views["r1"].Load.Calls));
        Assert.All(bench.Copies, copy => Assert.Equal(CallOutcome.UpstreamError, copy.Outcome));
        Assert.Equal(200, (await bench.Chat()).Response.StatusCode);
        Assert.Equal(ShadowLane.MostUnderWay, bench.Rival.Requests.Count);
    }

    [Fact]
    public async Task Copies_keep_to_the_shadows_limits_and_use_nothing_of_their_consumers()
    {
        using var bench = new ShadowBench(", limits: { requestsPerDay: 2, tokensPerDay: 100000 }", "{ requestsPerDay: 100, tokensPerDay: 100000 }");
        for (var i = 0; i < 5; i++)
        {
            bench.Rival.Answers(200, TestGateway.Answer());
            await bench.Chat();
        }
        await Eventually.Holds(() => bench.Lane.Dropped(ShadowDrop.Limit) == 3);
        await bench.Copied(2);

        Assert.Equal(2, bench.Rival.Requests.Count);
        // A strict limit bounds what the copy may use.
        Assert.Contains("\"max_tokens\":4096", bench.Rival.Requests[0].Body, StringComparison.Ordinal);
        var (consumer, shadow) = (bench.Gateway.Catalog.Table.Consumers["team"].Limited!, bench.Gateway.Catalog.Table.Routes[0].Shadow!.Limited!);
        await Told(bench, consumer);
        Assert.Equal((95, 99_975), Left(bench, consumer));
        await Told(bench, shadow);
        Assert.Equal((0, 99_990), Left(bench, shadow));
        Assert.Equal((0, 0), (bench.Gateway.Leases.InUse(consumer.Name), bench.Gateway.Leases.InUse(shadow.Name)));
    }

    [Fact]
    public async Task A_copy_waits_for_a_place_among_those_under_way()
    {
        using var bench = new ShadowBench(", limits: { concurrent: 1 }");
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Rival.Before = _ =>
        {
            asked.TrySetResult();
            return answer.Task;
        };
        bench.Rival.Answers(200, TestGateway.Answer()).Answers(200, TestGateway.Answer());
        await bench.Chat();
        await asked.Task;
        await bench.Chat();
        await Eventually.Holds(() => bench.Gateway.Desk.Batches.Count > 1);
        Assert.Single(bench.Rival.Requests);

        answer.SetResult();
        await Eventually.Holds(() => bench.Copies.Count == 2, () => bench.Gateway.Time.Advance(TimeSpan.FromMilliseconds(20)));

        await bench.Quiet();
        Assert.Equal(0, bench.Gateway.Leases.InUse("shadow/chat"));
    }

    [Fact]
    public async Task Nothing_is_copied_while_the_shadows_limits_cannot_be_asked_for()
    {
        using var bench = new ShadowBench(", limits: { requestsPerDay: 100 }");
        bench.Gateway.Desk.Before = _ => throw new TimeoutException();

        Assert.Equal(200, (await bench.Chat()).Response.StatusCode);

        await Eventually.Holds(() => bench.Lane.Dropped(ShadowDrop.LimitUnknown) == 1);
        Assert.Empty(bench.Rival.Requests);
    }

    [Fact]
    public async Task Nothing_is_copied_where_money_is_limited_and_the_price_is_not_known()
    {
        using var bench = new ShadowBench(", limits: { costPerDay: 1 }");

        await bench.Chat();

        await Eventually.Holds(() => bench.Lane.Dropped(ShadowDrop.PriceUnknown) == 1);
    }

    [Fact]
    public async Task A_copy_does_not_press_into_an_account_without_room()
    {
        using var bench = new ShadowBench(key: ", limits: { requestsPerDay: 2 }");
        for (var i = 0; i < 4; i++)
        {
            bench.Rival.Answers(200, TestGateway.Answer());
            await bench.Chat();
        }

        await Eventually.Holds(() => bench.Lane.Dropped(ShadowDrop.NoKey) == 2);
        await bench.Copied(2);
        Assert.Equal(2, bench.Rival.Requests.Count);
    }

    private static async Task FillPlaces(ShadowBench bench)
    {
        for (var i = 1; i <= ShadowLane.MostUnderWay; i++)
        {
            Assert.Equal(200, (await bench.Chat()).Response.StatusCode);
            await Eventually.Holds(() => bench.Rival.Requests.Count == i);
        }
    }

    private static async Task Told(ShadowBench bench, Edge.Catalog.LimitedEntity entity)
    {
        await bench.Gateway.Leases.For(entity).Report()!;
        await bench.Gateway.Leases.For(entity).Report()!;
    }

    private static (long Requests, long Tokens) Left(ShadowBench bench, Edge.Catalog.LimitedEntity entity)
    {
        CallerStanding standing = bench.Gateway.Leases.For(entity).Account.Standing(entity.Limits, bench.Gateway.Time.MonotonicMs());
        return (standing.Requests!.Value.Remaining, standing.Tokens!.Value.Remaining);
    }
}
