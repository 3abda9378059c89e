using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.History;
using AiGateway.Grains.Catalog;
using AiGateway.Grains.Catalog.History;
using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Catalog;

[Collection(nameof(SharedCluster))]
public sealed class CatalogHistoryTests(SharedCluster cluster)
{
    private static long _next = 10_000;

    private readonly long _key = Interlocked.Increment(ref _next);

    private ICatalogGrain Catalog => cluster.Grains.GetGrain<ICatalogGrain>(_key);

    private ICatalogHistoryGrain History => cluster.Grains.GetGrain<ICatalogHistoryGrain>(_key);

    [Fact]
    public async Task Each_change_of_the_managed_layer_is_kept_with_its_time_and_what_it_did()
    {
        var start = cluster.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await Publish(Catalogs.WithConsumer("first"));
        await Publish(Catalogs.WithConsumer("second"));

        var versions = await List();

        Assert.Equal([2L, 1L], versions.Select(version => version.Version));
        Assert.All(versions, version => Assert.True(version.AtMs >= start));
        Assert.Equal((1, "consumer/second"), (versions[0].Added.Count, versions[0].Added.Names[0]));
        Assert.Equal((1, "consumer/first"), (versions[0].Removed.Count, versions[0].Removed.Names[0]));
        Assert.Equal(Catalogs.WithConsumer("first"), await Text(1));
        Assert.Equal(Catalogs.WithConsumer("second"), await Text(2));
    }

    [Fact]
    public async Task The_file_and_what_changes_nothing_make_no_version()
    {
        await Catalog.PublishFile(Catalogs.WithKeys("a"), "hash");
        await Publish(Catalogs.WithConsumer("team"));
        var again = await Catalog.PublishManaged(Catalogs.WithConsumer("team"), 2);
        await Catalog.PublishFile(Catalogs.WithKeys("b"), "other hash");

        Assert.Equal((true, 2L), (again.Accepted, again.Version));
        Assert.Equal([2L], (await List()).Select(version => version.Version));
        Assert.Null(await Text(3));
    }

    [Fact]
    public async Task It_survives_new_activations()
    {
        await Publish(Catalogs.WithConsumer("kept"));
        await cluster.Deactivate(Catalog);
        await cluster.Deactivate(History);

        Assert.Equal(Catalogs.WithConsumer("kept"), await Text((await List()).Single().Version));
    }

    [Fact]
    public async Task A_version_that_cannot_be_kept_does_not_come_into_force()
    {
        await Publish(Catalogs.WithConsumer("old"));
        foreach (var broken in new IAddressable[] { History, cluster.Grains.GetGrain<ICatalogVersionGrain>(ICatalogVersionGrain.KeyOf(_key, 1)) })
        {
            cluster.Store.FailOnce(broken);
            await Assert.ThrowsAnyAsync<Exception>(() => Publish(Catalogs.WithConsumer("new")));

            Assert.Equal(Catalogs.WithConsumer("old"), (await Catalog.Get(-1))!.ManagedJson);
            Assert.Equal([1L], (await List()).Select(version => version.Version));
        }

        await Publish(Catalogs.WithConsumer("new"));
        Assert.Equal(Catalogs.WithConsumer("new"), await Text(2));
    }

    [Fact]
    public async Task A_version_that_was_kept_but_did_not_come_into_force_is_not_told_of()
    {
        await Publish(Catalogs.WithConsumer("old"));
        cluster.Store.FailOnce(Catalog);
        await Assert.ThrowsAnyAsync<Exception>(() => Publish(Catalogs.WithConsumer("lost")));

        Assert.Equal([1L], (await List()).Select(version => version.Version));
        Assert.Null(await Text(2));

        // The file takes the number that the lost change was to have.
        await Catalog.PublishFile(Catalogs.WithKeys("a"), "hash");
        Assert.Equal([1L], (await List()).Select(version => version.Version));
        await Publish(Catalogs.WithConsumer("new"));
        Assert.Equal([3L, 1L], (await List()).Select(version => version.Version));
        Assert.Equal("consumer/old", (await List())[0].Removed.Names.Single());
    }

    [Fact]
    public async Task What_was_made_before_versions_were_kept_becomes_the_first_of_them()
    {
        cluster.Store.Put(Catalog, "catalog", new CatalogState { Version = 5, ManagedJson = Catalogs.WithConsumer("early") });

        await Publish(Catalogs.WithConsumer("late"));

        Assert.Equal([6L, 5L], (await List()).Select(version => version.Version));
        Assert.Equal(Catalogs.WithConsumer("early"), await Text(5));
    }

    [Fact]
    public async Task The_oldest_are_forgotten_and_their_places_used_again()
    {
        const int Changes = ICatalogHistoryGrain.MostVersions + 5;
        for (var i = 1; i <= Changes; i++)
            await History.Keep(new CatalogVersion(CatalogVersionSummary.Of(i, i, []), $$"""{"version":{{i}}}"""), i - 1);

        var versions = await History.List(Changes);

        Assert.Equal(Enumerable.Range(6, ICatalogHistoryGrain.MostVersions).Reverse().Select(i => (long)i), versions.Select(version => version.Version));
        Assert.Null(await History.Get(5, Changes));
        Assert.Equal("""{"version":6}""", (await History.Get(6, Changes))!.ManagedJson);
        Assert.Equal("""{"version":205}""", (await History.Get(205, Changes))!.ManagedJson);
    }

    [Fact]
    public async Task What_the_catalog_stores_does_not_grow_with_its_changes()
    {
        await Publish(Catalogs.WithConsumer("team-10"));
        var first = cluster.Store.Text(Catalog)!.Length;
        for (var i = 11; i < 31; i++)
            await Publish(Catalogs.WithConsumer($"team-{i}"));

        Assert.InRange(cluster.Store.Text(Catalog)!.Length, first, first + 4);
    }

    private async Task Publish(string json)
    {
        var outcome = await Catalog.PublishManaged(json, (await Catalog.Get(-1))!.Version);
        Assert.True(outcome.Accepted);
    }

    private async Task<CatalogVersionSummary[]> List() => await History.List((await Catalog.Get(-1))!.ManagedVersion);

    private async Task<string?> Text(long version) => (await History.Get(version, (await Catalog.Get(-1))!.ManagedVersion))?.ManagedJson;
}
