using AiGateway.Core.Pinning;
using AiGateway.Grains.Pinning;
using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Pinning;

[Collection(nameof(SharedCluster))]
public sealed class PinGrainTests(SharedCluster cluster)
{
    private IPinGrain Pin(string id) => cluster.Grains.GetGrain<ISignaturePinGrain>($"signature/{id}");

    [Fact]
    public async Task A_pin_is_stored_before_its_keeper_hears_of_it_and_moves_to_another_silo()
    {
        var grain = Pin("moved");

        await grain.Keep(Made("a"));

        Assert.Contains("\"account\":\"a\"", cluster.Store.Text(grain), StringComparison.Ordinal);
        await cluster.Migrate(grain);
        Assert.Equal(Made("a"), (await grain.Find("")).Pin);
    }

    [Fact]
    public async Task What_nobody_made_is_unknown_and_stores_nothing()
    {
        var grain = Pin("unknown");

        Assert.Equal(PinFinding.Unknown, await grain.Find("me"));
        Assert.Null(cluster.Store.Text(grain));
    }

    [Fact]
    public async Task What_another_made_is_not_shown()
    {
        var grain = Pin("others");
        await grain.Keep(Made("a") with { Consumer = "them" });

        Assert.Equal(new PinFinding(PinStanding.Others, null), await grain.Find("me"));
    }

    [Fact]
    public async Task What_is_forgotten_is_so_after_a_restart_as_well()
    {
        var grain = Pin("forgotten");
        await grain.Keep(Made("a"));

        await grain.Forget("");
        await cluster.Deactivate(grain);

        Assert.Null((await grain.Find("")).Pin);
    }

    [Fact]
    public async Task A_pin_in_use_is_stored_again_after_a_day_and_not_before()
    {
        var grain = Pin("used");
        var made = Made("a");
        await grain.Keep(made);
        var before = cluster.Store.Text(grain);

        await grain.Find("");
        Assert.Equal(before, cluster.Store.Text(grain));

        await grain.Keep(made with { UsedMs = made.UsedMs - Core.Pinning.Pin.TouchMs });
        await grain.Find("");
        Assert.Contains($"\"usedMs\":{Now}", cluster.Store.Text(grain), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_fails_is_told_to_the_keeper_and_leaves_what_was_there()
    {
        var grain = Pin("failing");
        await grain.Keep(Made("a"));
        cluster.Store.FailOnce(grain);

        await Assert.ThrowsAnyAsync<Exception>(() => grain.Keep(Made("b")).AsTask());

        Assert.Equal("a", (await grain.Find("")).Pin?.Account);
    }

    [Fact]
    public async Task A_use_that_cannot_be_stored_is_answered_all_the_same()
    {
        var grain = Pin("unstored");
        await grain.Keep(Made("a") with { UsedMs = 0 });
        cluster.Store.FailOnce(grain);

        Assert.Equal("a", (await grain.Find("")).Pin?.Account);
    }

    private long Now => cluster.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private Pin Made(string account) => new() { Provider = "p", Account = account, CreatedMs = Now, UsedMs = Now };
}
