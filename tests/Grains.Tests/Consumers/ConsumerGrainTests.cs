using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;
using AiGateway.Grains.Consumers;
using AiGateway.Grains.Tests.Hosting;
using Orleans.Storage;

namespace AiGateway.Grains.Tests.Consumers;

[Collection(nameof(SharedCluster))]
public sealed class ConsumerGrainTests(SharedCluster cluster)
{
    private static readonly LimitSpec TenAMinute = new() { RequestsPerMinute = 10 };

    private IConsumerGrain Owner(string id) => cluster.Grains.GetGrain<IConsumerGrain>(id);

    [Fact]
    public async Task A_limit_holds_over_two_edges()
    {
        var owner = Owner("two-edges");
        var (one, two) = (new AskingEdge("one", owner, TenAMinute), new AskingEdge("two", owner, TenAMinute));

        LimitDimension? refused = null;
        for (var i = 0; i < 10 && refused is null; i++)
            refused = (await one.Ask(1)).Refusal?.Dimension ?? (await two.Ask(1)).Refusal?.Dimension;

        Assert.Equal(LimitDimension.RequestsPerMinute, refused);
        Assert.Equal(10, one.Granted + two.Granted);
    }

    [Fact]
    public async Task A_limit_holds_over_a_new_activation()
    {
        var owner = Owner("reactivated");
        var edge = new AskingEdge("edge", owner, TenAMinute);
        await edge.Ask(7);
        await cluster.Deactivate(owner);

        Assert.NotNull((await edge.Ask(4)).Refusal);
        Assert.Null((await edge.Ask(3)).Refusal);
        Assert.Equal(10, edge.Granted);
    }

    [Fact]
    public async Task What_a_minute_ago_was_granted_is_free_again()
    {
        var edge = new AskingEdge("edge", Owner("minute"), TenAMinute);
        await edge.Ask(10);
        Assert.NotNull((await edge.Ask(1)).Refusal);

        cluster.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Null((await edge.Ask(10)).Refusal);
    }

    [Fact]
    public async Task Limits_of_an_older_catalog_do_not_come_back()
    {
        var owner = Owner("older-catalog");
        var need = new LeaseReport { EdgeId = "e", Incarnation = 1, Sequence = 1, Wants = new(50, 0, 0, 0), Need = new(50, 0, 0, 0) };
        await owner.Lease(need with { Need = default, Wants = default }, TenAMinute, 2);

        var reply = await owner.Lease(need with { Sequence = 2 }, new LimitSpec { RequestsPerMinute = 100 }, 1);

        Assert.Equal(10, reply.Refusal!.Limit);
    }

    [Fact]
    public async Task A_grant_is_stored_before_it_leaves()
    {
        var owner = Owner("stored-first");

        await new AskingEdge("edge", owner, TenAMinute).Ask(3);

        Assert.Contains("\"edgeId\":\"edge\"", cluster.Store.Text(owner), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_hangs_is_waited_for_300_ms_and_then_done_without()
    {
        var owner = Owner("hangs");
        var edge = new AskingEdge("edge", owner, TenAMinute);
        await edge.Ask(1);
        var back = Hang(owner);

        var waiting = edge.Ask(4);
        await back.Begun;
        await Task.Delay(20, TestContext.Current.CancellationToken);
        cluster.Time.Advance(TimeSpan.FromMilliseconds(299));
        await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        cluster.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Null((await waiting).Refusal);
        // From here on nobody waits, and the limit still holds as long as the activation lives.
        Assert.Null((await edge.Ask(5)).Refusal);
        Assert.NotNull((await edge.Ask(1)).Refusal);
        back.End();
    }

    [Fact]
    public async Task A_store_that_is_back_is_waited_for_again()
    {
        var owner = Owner("back");
        var edge = new AskingEdge("edge", owner, TenAMinute);
        var slow = Hang(owner);
        await PastPatience(edge.Ask(1), slow);
        slow.End();
        await Eventually.Holds(() => cluster.Store.Text(owner) is not null);
        await Eventually.Get(async () => (await edge.Ask(0)).Refusal, refusal => refusal is null);

        var again = Hang(owner);
        var waiting = edge.Ask(1);
        await again.Begun;

        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted, "A grant left before the store had it.");
        again.End();
        Assert.Null((await waiting).Refusal);
    }

    [Fact]
    public async Task A_store_that_refuses_is_done_without_and_told_everything_later()
    {
        var owner = Owner("refuses");
        var edge = new AskingEdge("edge", owner, TenAMinute);
        cluster.Store.FailOnce(owner);

        Assert.Null((await edge.Ask(6)).Refusal);
        await edge.Ask(0);
        await Eventually.Holds(() => cluster.Store.Text(owner) is not null);
        await cluster.Deactivate(owner);

        Assert.NotNull((await edge.Ask(5)).Refusal);
    }

    [Fact]
    public async Task A_grant_does_not_leave_an_owner_that_was_replaced()
    {
        var owner = Owner("replaced");
        var edge = new AskingEdge("edge", owner, TenAMinute);
        await edge.Ask(4);
        cluster.Store.WriteByAnother(owner);

        await Assert.ThrowsAsync<InconsistentStateException>(() => edge.Ask(6));

        // The next activation starts from what is stored: the 6 were never granted.
        Assert.Null((await edge.Ask(6)).Refusal);
        Assert.Equal(10, edge.Granted);
    }

    [Fact]
    public async Task An_owner_replaced_while_it_went_on_from_memory_grants_no_more()
    {
        var owner = Owner("replaced-unseen");
        var edge = new AskingEdge("edge", owner, TenAMinute);
        await edge.Ask(1);
        var slow = Hang(owner);
        await PastPatience(edge.Ask(1), slow);
        cluster.Store.WriteByAnother(owner);
        slow.End();

        await Eventually.Get(
            async () => await Record.ExceptionAsync(() => edge.Ask(1)), exception => exception is InconsistentStateException);
        Assert.True(edge.Granted < 10);
    }

    private async Task PastPatience(Task<LeaseReply> asked, Hanging store)
    {
        await store.Begun;
        while (!asked.IsCompleted)
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
        await asked;
    }

    private Hanging Hang(IConsumerGrain owner) => new(cluster.Store, owner);

    /// <summary>A store that does not answer until told to.</summary>
    private sealed class Hanging
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Action _stop;

        public Hanging(TestStore store, IConsumerGrain owner)
        {
            _stop = () => store.BeforeWrite(owner, null);
            store.BeforeWrite(owner, () =>
            {
                _begun.TrySetResult();
                return _ended.Task;
            });
        }

        public Task Begun => _begun.Task;

        public void End()
        {
            _stop();
            _ended.TrySetResult();
        }
    }
}
