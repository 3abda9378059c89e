using System.Text;
using AiGateway.Core.Usage;
using AiGateway.Grains.Tests.Hosting;
using AiGateway.Grains.Usage;

namespace AiGateway.Grains.Tests.Usage;

[Collection(nameof(SharedCluster))]
public sealed class UsageGrainTests(SharedCluster cluster)
{
    private const long Noon = 1_795_176_000_000;

    [Theory]
    [InlineData(RollupResolution.Minute)]
    [InlineData(RollupResolution.Day)]
    public async Task A_batch_sent_again_counts_once_and_is_there_after_a_new_activation(RollupResolution resolution)
    {
        var key = RollupKey.For(RollupEntity.Model, $"repeated-{resolution}", resolution, Noon);
        var page = cluster.Grains.UsagePage(key);

        await page.Absorb("edge-1", 10, Page(key, calls: 3));
        await page.Absorb("edge-1", 10, Page(key, calls: 3));
        await page.Absorb("edge-2", 10, Page(key, calls: 2));
        await page.Absorb("edge-1", 11, Page(key, calls: 1));
        Assert.Equal(6, await Calls(page));
        await cluster.Deactivate(page);
        await page.Absorb("edge-2", 10, Page(key, calls: 2));

        Assert.Equal(6, await Calls(page));
        Assert.Equal((resolution, key.StartMs), ((await page.Read()).Resolution, (await page.Read()).StartMs));
    }

    [Fact]
    public async Task A_page_nobody_wrote_is_empty_and_of_the_right_span()
    {
        var key = RollupKey.For(RollupEntity.Consumer, "nobody", RollupResolution.Hour, Noon);

        var page = await cluster.Grains.UsagePage(key).Read();

        Assert.Equal((RollupResolution.Hour, key.StartMs, 0), (page.Resolution, page.StartMs, page.Cells.Count));
    }

    [Fact]
    public async Task A_batch_the_store_refused_counts_when_it_comes_again()
    {
        var key = RollupKey.For(RollupEntity.Model, "refused", RollupResolution.Hour, Noon);
        var page = cluster.Grains.UsagePage(key);
        await page.Absorb("edge", 1, Page(key, calls: 1));
        cluster.Store.FailOnce(page);

        await Assert.ThrowsAsync<OrleansException>(() => page.Absorb("edge", 2, Page(key, calls: 4)).AsTask());
        await page.Absorb("edge", 2, Page(key, calls: 4));

        Assert.Equal(5, await Calls(page));
    }

    [Fact]
    public async Task A_batch_whose_confirmation_was_lost_still_counts_once()
    {
        var key = RollupKey.For(RollupEntity.Model, "unconfirmed", RollupResolution.Hour, Noon);
        var page = cluster.Grains.UsagePage(key);
        cluster.Store.AfterWrite(page, () =>
        {
            cluster.Store.AfterWrite(page, null);
            return Task.FromException(new TimeoutException("No answer from the store."));
        });

        await Assert.ThrowsAsync<OrleansException>(() => page.Absorb("edge", 1, Page(key, calls: 4)).AsTask());
        await page.Absorb("edge", 1, Page(key, calls: 4));

        Assert.Equal(4, await Calls(page));
    }

    [Fact]
    public async Task A_batch_can_be_read_by_many_at_once()
    {
        var batch = Batch("edge-watched", 1, 5, Noon);
        await cluster.Grains.GetGrain<ICallLogGrain>("edge-watched").Append(batch);
        var lines = cluster.Grains.GetGrain<ICallBatchGrain>(batch.Ref.GrainKey);

        var readers = Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 50; i++)
                Assert.Equal(batch.Lines, await lines.Read());
        });

        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task The_call_log_lists_batches_newest_first_and_each_once()
    {
        var log = cluster.Grains.GetGrain<ICallLogGrain>("edge-log");
        await log.Append(Batch("edge-log", 1, 5, Noon));
        await log.Append(Batch("edge-log", 6, 9, Noon + 1_000));
        await log.Append(Batch("edge-log", 6, 9, Noon + 1_000));
        await cluster.Deactivate(log);
        await log.Append(Batch("edge-log", 6, 9, Noon + 1_000));

        Assert.Equal([6, 1], (await log.Recent(long.MaxValue, 10)).Select(b => b.FirstSequence));
        Assert.Equal([6], (await log.Recent(long.MaxValue, 1)).Select(b => b.FirstSequence));
        Assert.Equal([1], (await log.Recent(Noon + 1_000, 10)).Select(b => b.FirstSequence));
        var lines = await cluster.Grains.GetGrain<ICallBatchGrain>((await log.Recent(long.MaxValue, 1))[0].GrainKey).Read();
        Assert.Equal("lines of 6", Encoding.UTF8.GetString(lines));
    }

    [Fact]
    public async Task A_batch_is_listed_only_when_its_lines_are_stored()
    {
        var log = cluster.Grains.GetGrain<ICallLogGrain>("edge-half");
        var batch = Batch("edge-half", 1, 5, Noon);
        cluster.Store.FailOnce(cluster.Grains.GetGrain<ICallBatchGrain>(batch.Ref.GrainKey));

        await Assert.ThrowsAsync<OrleansException>(() => log.Append(batch).AsTask());
        Assert.Empty(await log.Recent(long.MaxValue, 10));
        await log.Append(batch);

        Assert.Single(await log.Recent(long.MaxValue, 10));
    }

    [Fact]
    public async Task The_call_log_does_not_grow_without_end()
    {
        var log = cluster.Grains.GetGrain<ICallLogGrain>("edge-long");
        var full = Enumerable.Range(1, ICallLogGrain.MaxBatches).Select(n => Batch("edge-long", n, n, Noon + n).Ref).ToList();
        cluster.Store.Put(log, "calls", new CallLogState { Batches = full });
        for (var n = ICallLogGrain.MaxBatches + 1; n <= ICallLogGrain.MaxBatches + 3; n++)
            await log.Append(Batch("edge-long", n, n, Noon + n));

        var listed = await log.Recent(long.MaxValue, int.MaxValue);

        Assert.Equal(ICallLogGrain.MaxBatches, listed.Length);
        Assert.Equal(4, listed[^1].FirstSequence);
    }

    [Fact]
    public async Task Edges_are_listed_once_and_for_good()
    {
        var index = cluster.Grains.GetGrain<IUsageIndexGrain>(41);
        await index.Register("a");
        await index.Register("b");
        await index.Register("a");
        await cluster.Deactivate(index);

        Assert.Equal(["a", "b"], await index.Edges());
    }

    [Fact]
    public async Task An_edge_that_was_not_stored_is_registered_again()
    {
        var index = cluster.Grains.GetGrain<IUsageIndexGrain>(42);
        cluster.Store.FailOnce(index);
        await Assert.ThrowsAsync<OrleansException>(() => index.Register("a").AsTask());

        await index.Register("a");
        await cluster.Deactivate(index);

        Assert.Equal(["a"], await index.Edges());
    }

    private static async Task<long> Calls(IUsagePageGrain page) => (await page.Read()).Cells.Values.Sum(cell => cell.Calls);

    private static RollupPage Page(RollupKey key, int calls)
    {
        var (page, cell) = (RollupPage.For(key.Resolution, key.StartMs), new UsageCell());
        for (var i = 0; i < calls; i++)
            cell.Add(new UsageRecord { CallId = $"call-{i}", StartedAtMs = Noon, Consumer = "c", Model = "m", Operation = "chat.completions", Outcome = CallOutcome.Ok });
        page.Add(Noon, cell);
        return page;
    }

    private static CallBatch Batch(string writer, long first, long last, long atMs) =>
        new(new CallBatchRef(writer, first, last, atMs, atMs + 500), Encoding.UTF8.GetBytes($"lines of {first}"));
}
