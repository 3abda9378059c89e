using AiGateway.Core.Limits;
using AiGateway.Grains.Limits;
using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Limits;

[Collection(nameof(SharedCluster))]
public sealed class LimitGrainTests(SharedCluster cluster)
{
    private static readonly LimitSet TenAMinute = AskingEdge.TenAMinute;

    private ILimitGrain Owner(string id) => cluster.Grains.GetGrain<ILimitGrain>(LimitEntity.Consumer(id));

    private AskingEdge Edge(string id, ILimitGrain owner, LimitSet? limits = null) => new(id, owner, cluster.Time, limits ?? TenAMinute);

    [Fact]
    public async Task A_limit_holds_over_two_edges()
    {
        var owner = Owner("two-edges");
        var (one, two) = (Edge("one", owner), Edge("two", owner));

        var admitted = 0;
        for (var round = 0; round < 10; round++)
            admitted += await one.Take(1) + await two.Take(1);

        Assert.InRange(admitted, 9, 10);
    }

    [Fact]
    public async Task A_limit_holds_over_an_owner_that_stops_in_order()
    {
        var owner = Owner("reactivated");
        var edge = Edge("edge", owner);
        Assert.Equal(7, await edge.Take(7));
        await cluster.Deactivate(owner);

        Assert.InRange(await edge.Take(5), 0, 3);
    }

    [Fact]
    public async Task What_a_minute_ago_was_used_is_free_again()
    {
        var edge = Edge("edge", Owner("minute"));
        Assert.Equal(10, await edge.Take(11));

        cluster.Time.Advance(TimeSpan.FromSeconds(75));

        Assert.Equal(10, await edge.Take(11));
    }

    [Fact]
    public async Task Limits_of_an_older_catalog_do_not_come_back()
    {
        var owner = Owner("older-catalog");
        var (newer, older) = (Edge("newer", owner), Edge("older", owner));
        newer.Catalog = (TenAMinute, 2);
        older.Catalog = (new([new Limit(LimitDimension.RequestsPerMinute, 100, Hard: true)]), 1);
        await newer.Report();

        Assert.Equal(10, await older.Take(100));
    }

    [Fact]
    public async Task A_limit_that_is_raised_and_lowered_is_in_force_at_once_and_forgets_nothing()
    {
        var owner = Owner("raised");
        var edge = Edge("edge", owner);
        Assert.Equal(10, await edge.Take(11));

        edge.Catalog = (new([new Limit(LimitDimension.RequestsPerMinute, 15, Hard: true)]), 2);
        Assert.Equal(5, await edge.Take(11));
        edge.Catalog = (TenAMinute, 3);
        await edge.Report();
        Assert.Equal(0, await edge.Take(1));
    }

    [Fact]
    public async Task How_far_a_limit_is_used_is_told_while_its_owner_works_and_after()
    {
        var owner = Owner("asked-for-use");
        var edge = Edge("edge", owner);
        Assert.Equal(0, Assert.Single((await owner.Use(TenAMinute, 1)).Uses).Used);
        Assert.Equal(4, await edge.Take(4));
        await edge.Report();

        var use = Assert.Single((await owner.Use(TenAMinute, 1)).Uses);
        Assert.Equal((LimitDimension.RequestsPerMinute, 10L, 4L), (use.Dimension, use.Bound, use.Used));
        await cluster.Deactivate(owner);

        var stored = cluster.Store.Text(owner);
        // What the edge still held then counts as used.
        Assert.Equal(4 + use.AtEdges, Assert.Single((await owner.Use(TenAMinute, 1)).Uses).Used);
        Assert.Equal(stored, cluster.Store.Text(owner));
    }

    [Fact]
    public async Task What_is_granted_is_stored_before_as_outstanding()
    {
        var owner = Owner("stored-first");

        Assert.Equal(3, await Edge("edge", owner).Take(3));

        Assert.Contains("\"outstanding\":", cluster.Store.Text(owner), StringComparison.Ordinal);
        Assert.DoesNotContain("\"outstanding\":0", cluster.Store.Text(owner), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_hangs_costs_a_caller_300_ms_and_then_it_is_told_so()
    {
        var owner = Owner("hangs");
        var edge = Edge("edge", owner);
        await edge.Take(1);
        cluster.Time.Advance(TimeSpan.FromSeconds(6));
        using var store = new HangingStore(cluster.Store, owner);

        var waiting = edge.Take(10);
        await store.Begun;
        cluster.Time.Advance(TimeSpan.FromMilliseconds(299));
        Assert.False(waiting.IsCompleted);
        while (!waiting.IsCompleted)
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.True(await waiting < 10);
        store.End();
        cluster.Time.Advance(TimeSpan.FromMilliseconds(200));
        await Eventually.Get(async () => await edge.Take(1), taken => taken == 1);
    }

    [Fact]
    public async Task A_soft_limit_goes_on_without_the_store()
    {
        var owner = Owner("soft-without-store");
        cluster.Store.FailOnce(owner);

        Assert.Equal(10, await Edge("edge", owner, new([new Limit(LimitDimension.RequestsPerMinute, 10, Hard: false)])).Take(11));
    }

    [Fact]
    public async Task A_write_that_failed_is_followed_by_a_look_whether_another_owner_has_written()
    {
        var owner = Owner("uncertain");
        var edge = Edge("edge", owner);
        var admitted = await edge.Take(1);
        cluster.Time.Advance(TimeSpan.FromSeconds(6));
        cluster.Store.FailOnce(owner);

        for (var i = 0; i < 10; i++)
        {
            admitted += await edge.Take(10);
            cluster.Time.Advance(TimeSpan.FromMilliseconds(200));
        }

        Assert.Equal(10, admitted);
    }

    [Fact]
    public async Task An_owner_whose_record_was_overwritten_grants_no_more_than_it_covered()
    {
        var owner = Owner("replaced");
        var edge = Edge("edge", owner);
        var admitted = await edge.Take(1);
        cluster.Store.WriteByAnother(owner);
        cluster.Time.Advance(TimeSpan.FromSeconds(3));

        for (var i = 0; i < 20; i++)
        {
            try
            {
                admitted += await edge.Take(10);
            }
            catch (LimitOwnerReplacedException)
            {
                // The next call finds the new owner.
            }
        }

        Assert.InRange(admitted, 1, 10);
    }

    [Fact]
    public async Task Slots_of_an_edge_that_restarted_are_free_as_soon_as_it_has_a_lease()
    {
        var limits = new LimitSet([new Limit(LimitDimension.Concurrent, 2, Hard: true)]);
        var owner = Owner("slots");
        var edge = Edge("edge", owner, limits);
        Assert.Equal(2, await edge.Take(3));

        var restarted = new AskingEdge("edge", owner, cluster.Time, limits, incarnation: 2);
        var admitted = await restarted.Take(3);
        // It has its lease now, which proves that the process before it is gone.
        cluster.Time.Advance(TimeSpan.FromMilliseconds(300));
        admitted += await restarted.Take(3);

        Assert.Equal(2, admitted);
    }
}
