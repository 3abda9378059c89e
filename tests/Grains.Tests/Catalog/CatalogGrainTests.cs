using AiGateway.Core.Catalog;
using AiGateway.Grains.Catalog;
using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Catalog;

[Collection(nameof(SharedCluster))]
public sealed class CatalogGrainTests(SharedCluster cluster)
{
    private static long _next = 100;

    private ICatalogGrain New() => cluster.Grains.GetGrain<ICatalogGrain>(Interlocked.Increment(ref _next));

    [Fact]
    public async Task It_begins_empty_at_version_0()
    {
        var snapshot = await New().Get(-1);

        Assert.Equal(new CatalogSnapshot(0, "{}", "{}"), snapshot);
    }

    [Fact]
    public async Task Both_layers_are_kept_and_each_change_is_a_version()
    {
        var catalog = New();

        Assert.Equal(1, Accepted(await catalog.PublishFile(Catalogs.WithKeys("file-key"), "hash 1")));
        Assert.Equal(2, Accepted(await catalog.PublishManaged(Catalogs.WithConsumer("team"), 1)));

        var snapshot = await catalog.Get(1);
        Assert.Equal(new CatalogSnapshot(2, Catalogs.WithKeys("file-key"), Catalogs.WithConsumer("team")) { ManagedVersion = 2 }, snapshot);
        Assert.Null(await catalog.Get(2));
        Assert.Equal(["file-key"], (await catalog.KeyIds()).Ids);
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing()
    {
        var catalog = New();
        await catalog.PublishFile(Catalogs.WithKeys("a"), "hash");

        // As after a restart: sealing makes other text of the same file each time, so the hash decides.
        Assert.Equal(1, Accepted(await catalog.PublishFile(Catalogs.WithKeys("b"), "hash")));
        Assert.Equal(Catalogs.WithKeys("a"), (await catalog.Get(0))!.FileJson);
        Assert.Equal(2, Accepted(await catalog.PublishFile(Catalogs.WithKeys("b"), "other hash")));
    }

    [Fact]
    public async Task A_change_made_from_an_old_version_is_a_conflict()
    {
        var catalog = New();
        await catalog.PublishManaged(Catalogs.WithConsumer("first"), 0);

        var outcome = await catalog.PublishManaged(Catalogs.WithConsumer("second"), 0);

        Assert.Equal((true, 1L, false), (outcome.Conflict, outcome.Version, outcome.Accepted));
        Assert.Contains("first", (await catalog.Get(0))!.ManagedJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_who_change_the_same_version_one_wins()
    {
        var catalog = New();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => catalog.PublishManaged(Catalogs.WithConsumer($"c{n}"), 0).AsTask()));

        Assert.Single(outcomes, outcome => outcome.Accepted);
        Assert.Equal(19, outcomes.Count(outcome => outcome.Conflict));
    }

    [Theory]
    [InlineData("""{"models":[{"id":"m","targets":[{"provider":"nobody","model":"x"}]}]}""", "nobody")]
    [InlineData("""{"surprise":1}""", "surprise")]
    [InlineData("not json", "not valid")]
    public async Task A_catalog_with_problems_is_refused_and_the_old_one_stays(string json, string about)
    {
        var catalog = New();
        await catalog.PublishFile(Catalogs.WithKeys("good"), "good");

        var outcome = await catalog.PublishFile(json, "bad");

        Assert.Equal((false, 1L), (outcome.Accepted, outcome.Version));
        Assert.Contains(about, Assert.Single(outcome.Problems).ToString(), StringComparison.Ordinal);
        Assert.Null(await catalog.Get(1));
    }

    [Fact]
    public async Task Layers_that_clash_are_refused()
    {
        var catalog = New();
        await catalog.PublishFile(Catalogs.WithConsumer("team"), "file");

        var outcome = await catalog.PublishManaged(Catalogs.WithConsumer("team"), 1);

        Assert.Contains("declared in the catalog file", Assert.Single(outcome.Problems).Message, StringComparison.Ordinal);
        Assert.Equal(1, outcome.Version);
    }

    [Fact]
    public async Task It_survives_a_new_activation()
    {
        var catalog = New();
        await catalog.PublishFile(Catalogs.WithKeys("kept"), "hash");
        await cluster.Deactivate(catalog);

        Assert.Equal(["kept"], (await catalog.KeyIds()).Ids);
        Assert.Equal(1, (await catalog.Get(0))!.Version);
        Assert.Equal(1, Accepted(await catalog.PublishFile(Catalogs.WithKeys("kept"), "hash")));
    }

    [Fact]
    public async Task A_store_that_fails_leaves_the_old_version_and_the_next_try_succeeds()
    {
        var catalog = New();
        await catalog.PublishFile(Catalogs.WithKeys("old"), "old");
        cluster.Store.FailOnce(catalog);

        await Assert.ThrowsAsync<OrleansException>(() => catalog.PublishFile(Catalogs.WithKeys("new"), "new").AsTask());

        Assert.Equal(["old"], (await catalog.KeyIds()).Ids);
        Assert.Equal(1, (await catalog.Get(-1))!.Version);
        Assert.Equal(2, Accepted(await catalog.PublishFile(Catalogs.WithKeys("new"), "new")));
    }

    [Fact]
    public async Task A_version_that_is_still_being_stored_is_told_to_nobody()
    {
        var catalog = New();
        await catalog.PublishFile(Catalogs.WithKeys("old"), "old");
        var writing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Store.BeforeWrite(catalog, () =>
        {
            writing.TrySetResult();
            return stored.Task;
        });
        var publishing = catalog.PublishFile(Catalogs.WithKeys("new"), "new").AsTask();
        await writing.Task;

        var told = await catalog.KeyIds();
        stored.SetResult();
        await publishing;

        Assert.Equal((1L, "old"), (told.Version, Assert.Single(told.Ids)));
        Assert.Equal((2L, "new"), ((await catalog.KeyIds()).Version, Assert.Single((await catalog.KeyIds()).Ids)));
    }

    private static long Accepted(CatalogOutcome outcome)
    {
        Assert.Empty(outcome.Problems);
        Assert.True(outcome.Accepted);
        return outcome.Version;
    }
}
