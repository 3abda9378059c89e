using AiGateway.Core.Health;
using AiGateway.Grains.Catalog;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Keys;
using AiGateway.Grains.Limits;
using AiGateway.Grains.Tests.Catalog;
using AiGateway.Grains.Tests.Hosting;
using AiGateway.Grains.Tests.Keys;
using AiGateway.Grains.Tests.Limits;

namespace AiGateway.Grains.Tests.Feed;

/// <summary>What becomes of the feed and of those it tells about when silos come and go. Has a cluster of its own to break.</summary>
[Collection(nameof(SharedCluster))]
public sealed class FeedGrainTests : IAsyncLifetime
{
    private readonly GatewayCluster _cluster = new();

    private IFeedGrain Feed => _cluster.Grains.GetGrain<IFeedGrain>(IFeedGrain.Key);

    private ICatalogGrain Catalog => _cluster.Grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key);

    private IApiKeyGrain Key(string id) => _cluster.Grains.GetGrain<IApiKeyGrain>(id);

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_new_catalog_is_pushed_and_a_key_it_no_longer_names_is_forgotten()
    {
        await Catalog.PublishFile(Catalogs.WithKeys("a", "b"), "1");
        var watch = await FeedWatch.Start(_cluster.Grains);
        await Key("a").Report(KeyFailures.Report(KeyFailures.Dead));
        await Key("b").Report(KeyFailures.Report(KeyFailures.Dead));

        await Catalog.PublishFile(Catalogs.WithKeys("a"), "2");

        await Eventually.Holds(() => watch.Batches.Any(batch => batch.CatalogVersion == 2));
        var whole = await Eventually.Get(async () => (await Feed.Since(FeedPosition.Start))!, batch => batch.Keys.Length == 1);
        Assert.Equal((true, "a"), (whole.IsSnapshot, whole.Keys[0].KeyId));
        Assert.Null(await Feed.Since(whole.Position));
    }

    [Fact]
    public async Task Whoever_has_not_asked_for_ten_seconds_is_told_no_more_until_it_asks_again()
    {
        await Catalog.PublishFile(Catalogs.WithKeys("a"), "1");
        var gone = await FeedWatch.Start(_cluster.Grains);
        _cluster.Time.Advance(TimeSpan.FromSeconds(11));
        var there = await FeedWatch.Start(_cluster.Grains);

        await Key("a").Report(KeyFailures.Report(KeyFailures.Dead));

        await Eventually.Holds(() => there.Of("a").Any(status => status.State == KeyHealthState.Dead));
        Assert.DoesNotContain(gone.Of("a"), status => status.State == KeyHealthState.Dead);
        await gone.Ask();
        Assert.Contains(gone.Of("a"), status => status.State == KeyHealthState.Dead);
    }

    [Fact]
    public async Task An_owner_whose_word_waits_for_the_feed_answers_the_feed_that_waits_for_it()
    {
        await Catalog.PublishFile(Catalogs.WithKeys("a"), "1");
        await Key("a").Status();
        var (words, refused, arrived, release) = (0, new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        _cluster.BeforeCall = async call =>
        {
            if (call.InterfaceMethod.Name != nameof(IFeedGrain.Publish) || call.Request.GetArgument(0) is not KeyStatus { State: KeyHealthState.Dead })
                return;
            if (Interlocked.Increment(ref words) == 1)
            {
                refused.SetResult();
                throw new InvalidOperationException("not now");
            }
            arrived.TrySetResult();
            await release.Task;
        };
        await Key("a").Report(KeyFailures.Report(KeyFailures.Dead));
        await refused.Task;
        // Nothing tells when it has set its clock to say it again: time passes until it does.
        for (var moment = 0; !arrived.Task.IsCompleted; moment++)
        {
            Assert.True(moment < 3_000, "It did not say it again.");
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.WhenAny(arrived.Task, Task.Delay(10, TestContext.Current.CancellationToken));
        }

        var status = await Key("a").Status().AsTask().WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        Assert.Equal(KeyHealthState.Dead, status.State);
        release.SetResult();
    }

    [Fact]
    public async Task A_killed_silo_costs_no_state_and_no_limit()
    {
        await Catalog.PublishFile(Catalogs.WithKeys("k"), "1");
        await Key("k").Report(KeyFailures.Report(KeyFailures.Dead));
        await Eventually.Holds(() => _cluster.Store.Text(Key("k")) is not null);
        var consumer = _cluster.Grains.GetGrain<ILimitGrain>("consumer/c");
        var edge = new AskingEdge("edge", consumer, _cluster.Time, AskingEdge.TenAMinute);
        Assert.Equal(7, await edge.Take(7));

        await _cluster.KillSiloOf(consumer);
        await _cluster.StartSilo();

        Assert.InRange(await Try(() => edge.Take(10)), 0, 3);
        Assert.Equal(KeyHealthState.Dead, (await Try(() => Key("k").Status().AsTask())).State);
        var whole = (await Try(() => Feed.Since(FeedPosition.Start).AsTask()))!;
        Assert.Equal((1L, KeyHealthState.Dead), (whole.CatalogVersion, Assert.Single(whole.Keys).State));
    }

    [Fact]
    public async Task A_feed_that_starts_anew_asks_the_owners_and_gives_everyone_a_snapshot()
    {
        await Catalog.PublishFile(Catalogs.WithKeys("x", "y"), "1");
        await Key("x").Report(KeyFailures.Report(KeyFailures.Dead));
        var before = (await Feed.Since(FeedPosition.Start))!;
        await _cluster.Deactivate(Feed);
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(5));

        var after = (await Feed.Since(before.Position))!;

        Assert.True(after.IsSnapshot);
        Assert.True(after.Position.Epoch > before.Position.Epoch);
        Assert.Equal([("x", KeyHealthState.Dead), ("y", KeyHealthState.Active)], after.Keys.Select(k => (k.KeyId, k.State)).Order());
    }

    [Fact]
    public async Task What_the_feed_cannot_be_told_at_once_is_told_until_it_hears()
    {
        // The feed cannot start while the catalog cannot.
        _cluster.Store.Put(Catalog, "catalog", new CatalogState { Version = 1, FileJson = "broken" });
        Assert.Equal(KeyHealthState.Dead, (await Key("k").Report(KeyFailures.Report(KeyFailures.Dead))).State);
        _cluster.Store.Put(Catalog, "catalog", new CatalogState { Version = 1, FileJson = Catalogs.WithKeys("other") });

        await Eventually.Get(
            async () =>
            {
                _cluster.Time.Advance(TimeSpan.FromMilliseconds(50));
                return (await Try(() => Feed.Since(FeedPosition.Start).AsTask()))!.Keys;
            },
            keys => keys.Any(k => k is { KeyId: "k", State: KeyHealthState.Dead }));
    }

    /// <summary>A call that may fail for as long as the cluster has not noticed the loss.</summary>
    private static async Task<T> Try<T>(Func<Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (attempt < 100 && e is not InvalidOperationException)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }
}
