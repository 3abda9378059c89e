using System.Text;
using AiGateway.Core.Dialects.OpenAiResponses.State;
using AiGateway.Grains.Responses;
using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Responses;

/// <summary>On a cluster of their own: they move its clock by days.</summary>
public sealed class StoredResponseGrainTests(GatewayCluster cluster) : IClassFixture<GatewayCluster>
{
    private IStoredResponseGrain Response(string id) => cluster.Grains.GetGrain<IStoredResponseGrain>($"response/{id}");

    [Fact]
    public async Task A_response_is_stored_before_its_keeper_hears_of_it_and_moves_to_another_silo()
    {
        var grain = Response("moved");

        Assert.True(await grain.Put(Made("completed")));

        Assert.Contains("\"consumer\":\"me\"", cluster.Store.Text(grain), StringComparison.Ordinal);
        await cluster.Migrate(grain);
        var found = await grain.Get("me");
        Assert.Equal(("[1]", "completed"), (Encoding.UTF8.GetString(found!.Input.Span), found.Status));
    }

    [Fact]
    public async Task What_nobody_made_is_unknown_and_stores_nothing()
    {
        var grain = Response("unknown");

        Assert.Null(await grain.Get("me"));
        Assert.False(await grain.Delete("me"));
        Assert.Null(await grain.Cancel("me"));
        Assert.False(await grain.Beat());
        Assert.Null(cluster.Store.Text(grain));
    }

    [Fact]
    public async Task Anothers_can_neither_be_read_nor_deleted_cancelled_or_replaced()
    {
        var grain = Response("others");
        await grain.Put(Made("in_progress") with { IsRunning = true });

        Assert.Null(await grain.Get("them"));
        Assert.False(await grain.Delete("them"));
        Assert.Null(await grain.Cancel("them"));
        Assert.False(await grain.Put(Made("completed") with { Consumer = "them" }));

        Assert.Equal("in_progress", (await grain.Get("me"))?.Status);
    }

    [Fact]
    public async Task What_is_deleted_is_so_after_a_restart_as_well()
    {
        var grain = Response("deleted");
        await grain.Put(Made("completed"));

        Assert.True(await grain.Delete("me"));
        await cluster.Deactivate(grain);

        Assert.Null(await grain.Get("me"));
        Assert.DoesNotContain("consumer", cluster.Store.Text(grain), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_has_ended_stays_as_it_is()
    {
        var grain = Response("ended");
        await grain.Put(Made("completed"));

        Assert.False(await grain.Put(Made("incomplete")));
        Assert.Equal("completed", (await grain.Cancel("me"))?.Status);

        Assert.Equal("completed", (await grain.Get("me"))?.Status);
    }

    [Fact]
    public async Task One_that_is_being_made_is_read_as_such_until_its_end_takes_its_place()
    {
        var grain = Response("running");
        await grain.Put(Made("in_progress") with { IsRunning = true });
        Assert.Equal("in_progress", (await grain.Get("me"))?.Status);

        Assert.True(await grain.Put(Made("completed")));

        Assert.Equal(("completed", false), ((await grain.Get("me"))?.Status, await grain.Beat()));
    }

    [Fact]
    public async Task One_that_was_cancelled_is_wanted_by_nobody_and_its_end_comes_too_late()
    {
        var grain = Response("cancelled");
        await grain.Put(Made("in_progress") with { IsRunning = true });
        Assert.True(await grain.Beat());

        Assert.Equal("cancelled", (await grain.Cancel("me"))?.Status);

        Assert.False(await grain.Beat());
        Assert.False(await grain.Put(Made("completed")));
        await cluster.Deactivate(grain);
        Assert.Equal("cancelled", (await grain.Get("me"))?.Status);
    }

    [Fact]
    public async Task Signs_of_life_outlive_the_silo_and_without_them_it_has_failed()
    {
        var grain = Response("silent");
        await grain.Put(Made("in_progress") with { IsRunning = true });
        cluster.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.True(await grain.Beat());
        await cluster.Deactivate(grain);
        cluster.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal("in_progress", (await grain.Get("me"))?.Status);

        cluster.Time.Advance(TimeSpan.FromSeconds(11));
        await cluster.Deactivate(grain);

        Assert.Equal("failed", (await grain.Get("me"))?.Status);
        Assert.False(await grain.Beat());
        Assert.False(await grain.Put(Made("completed")));
    }

    [Fact]
    public async Task One_in_use_is_stored_again_after_a_day_and_not_before()
    {
        var grain = Response("used");
        await grain.Put(Made("completed"));
        var before = cluster.Store.Text(grain);
        await grain.Get("me");
        Assert.Equal(before, cluster.Store.Text(grain));

        cluster.Time.Advance(TimeSpan.FromMilliseconds(KeptResponse.TouchMs));
        await grain.Get("me");

        Assert.Contains($"\"usedMs\":{cluster.Time.GetUtcNow().ToUnixTimeMilliseconds()}", cluster.Store.Text(grain), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_fails_is_told_to_the_keeper_and_leaves_what_was_there()
    {
        var grain = Response("failing");
        await grain.Put(Made("in_progress") with { IsRunning = true });
        cluster.Store.FailOnce(grain);

        await Assert.ThrowsAnyAsync<Exception>(() => grain.Put(Made("completed")).AsTask());

        Assert.Equal("in_progress", (await grain.Get("me"))?.Status);
        Assert.True(await grain.Put(Made("completed")));
    }

    private KeptResponse Made(string status)
    {
        var now = cluster.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return new() { Consumer = "me", CreatedMs = now, UsedMs = now, Input = "[1]"u8.ToArray(), Response = Encoding.UTF8.GetBytes($$"""{"status":"{{status}}","error":null}""") };
    }
}
