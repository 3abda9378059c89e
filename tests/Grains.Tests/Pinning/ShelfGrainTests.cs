using AiGateway.Core.Pinning;
using AiGateway.Grains.Pinning;
using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Pinning;

[Collection(nameof(SharedCluster))]
public sealed class ShelfGrainTests(SharedCluster cluster)
{
    private IShelfGrain Shelf(string consumer) => cluster.Grains.GetGrain<IShelfGrain>($"file/{consumer}");

    [Fact]
    public async Task What_is_put_and_removed_is_stored_before_the_answer_and_moves_to_another_silo()
    {
        var shelf = Shelf("moved");
        await shelf.Put(new ShelfEntry("one", "p", "a"));
        await shelf.Put(new ShelfEntry("two", "p", "b"));
        await shelf.Remove("one");
        Assert.Contains("\"id\":\"two\"", cluster.Store.Text(shelf), StringComparison.Ordinal);

        await cluster.Migrate(shelf);

        Assert.Equal([new ShelfEntry("two", "p", "b")], (await shelf.Page(null, 10, newestFirst: true))!.Entries);
        Assert.Equal(["two"], (await shelf.Page("one", 10, newestFirst: false))!.Entries.Select(entry => entry.Id));
        Assert.Null(await shelf.Page("three", 10, newestFirst: true));
    }

    [Fact]
    public async Task A_store_that_fails_is_told_and_leaves_what_was_there()
    {
        var shelf = Shelf("failing");
        await shelf.Put(new ShelfEntry("one", "p", "a"));
        cluster.Store.FailOnce(shelf);

        await Assert.ThrowsAnyAsync<Exception>(() => shelf.Put(new ShelfEntry("two", "p", "a")).AsTask());

        Assert.Equal(["one"], (await shelf.Page(null, 10, newestFirst: true))!.Entries.Select(entry => entry.Id));
    }

    [Fact]
    public async Task A_file_and_a_signature_of_the_same_name_are_two_things()
    {
        var pin = new Pin { Provider = "p", Account = "a", Consumer = "me", CreatedMs = 0, UsedMs = cluster.Time.GetUtcNow().ToUnixTimeMilliseconds() };

        await cluster.Grains.GetGrain<IObjectPinGrain>("x/same").Keep(pin);

        Assert.Equal(pin, (await cluster.Grains.GetGrain<IObjectPinGrain>("x/same").Find("me")).Pin);
        Assert.Null((await cluster.Grains.GetGrain<ISignaturePinGrain>("x/same").Find("me")).Pin);
    }
}
