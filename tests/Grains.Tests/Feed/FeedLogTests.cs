using AiGateway.Core.Health;
using AiGateway.Grains.Catalog;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Keys;

namespace AiGateway.Grains.Tests.Feed;

public sealed class FeedLogTests
{
    private readonly FeedLog _log = new(epoch: 5);

    [Fact]
    public void An_empty_log_gives_a_newcomer_an_empty_snapshot()
    {
        var batch = _log.Since(FeedPosition.Start, 0)!;

        Assert.Equal((new FeedPosition(5, 0), true, 0L, 0), (batch.Position, batch.IsSnapshot, batch.CatalogVersion, batch.Keys.Length));
        Assert.Null(_log.Since(batch.Position, 0));
    }

    [Fact]
    public void A_position_of_another_epoch_gets_everything()
    {
        _log.Put(Status("a", 1), 0);
        _log.Put(Status("b", 1), 0);

        foreach (var epoch in new[] { 4L, 6L })
        {
            var batch = _log.Since(new FeedPosition(epoch, 100), 0)!;
            Assert.Equal((true, "a b"), (batch.IsSnapshot, string.Join(' ', batch.Keys.Select(k => k.KeyId))));
        }
    }

    [Fact]
    public void A_position_of_this_epoch_gets_what_came_after_in_the_order_it_came()
    {
        _log.Put(Status("a", 1), 0);
        var position = _log.Since(FeedPosition.Start, 0)!.Position;
        _log.Put(Status("b", 1), 0);
        _log.Put(Status("c", 1), 0);
        _log.Put(Status("b", 2), 0);

        var batch = _log.Since(position, 0)!;

        Assert.False(batch.IsSnapshot);
        Assert.Equal([("c", 1L), ("b", 2L)], batch.Keys.Select(k => (k.KeyId, k.Version)));
    }

    [Fact]
    public void Old_and_repeated_word_changes_nothing()
    {
        Assert.True(_log.Put(Status("a", 2), 0));
        var position = _log.Since(FeedPosition.Start, 0)!.Position;

        Assert.False(_log.Put(Status("a", 2), 0));
        Assert.False(_log.Put(Status("a", 1), 0));
        Assert.True(_log.PutCatalog(3));
        Assert.False(_log.PutCatalog(3));
        Assert.False(_log.PutCatalog(2));

        var batch = _log.Since(position, 0)!;
        Assert.Equal((3L, 0), (batch.CatalogVersion, batch.Keys.Length));
    }

    [Fact]
    public void A_newer_activation_wins_whatever_its_version()
    {
        _log.Put(Status("a", 9) with { Epoch = 1 }, 0);

        Assert.True(_log.Put(Status("a", 0) with { Epoch = 2 }, 0));
        Assert.False(_log.Put(Status("a", 10) with { Epoch = 1 }, 0));
    }

    [Fact]
    public void Durations_shrink_by_the_time_that_has_passed()
    {
        _log.Put(
            Status("a", 1) with { UntilInMs = 1_000, BlockedModels = [new("short", 300, "r"), new("long", 900, "r")] }, nowMs: 10_000);

        var status = Assert.Single(_log.Since(FeedPosition.Start, 10_400)!.Keys);

        Assert.Equal(600, status.UntilInMs);
        Assert.Equal(new BlockedModelStatus("long", 500, "r"), Assert.Single(status.BlockedModels));
        Assert.Equal(0, Assert.Single(_log.Since(FeedPosition.Start, 20_000)!.Keys).UntilInMs);
    }

    [Fact]
    public void A_clock_that_was_set_back_lengthens_nothing()
    {
        _log.Put(Status("a", 1) with { UntilInMs = 1_000 }, nowMs: 10_000);

        Assert.Equal(1_000, Assert.Single(_log.Since(FeedPosition.Start, 5_000)!.Keys).UntilInMs);
    }

    [Fact]
    public void Keys_the_catalog_no_longer_names_are_forgotten()
    {
        _log.Put(Status("a", 1), 0);
        _log.Put(Status("b", 1), 0);

        _log.Retain(new CatalogKeyIds(1, ["b"]));

        Assert.Equal("b", Assert.Single(_log.Since(FeedPosition.Start, 0)!.Keys).KeyId);
    }

    [Fact]
    public void Keys_and_endpoints_of_one_name_are_two_and_come_in_one_batch()
    {
        _log.Put(Status("a", 1), 0);
        _log.Put(Endpoint("a", 1), 0);
        _log.Put(Endpoint("gone", 1), 0);
        var position = _log.Since(FeedPosition.Start, 0)!.Position;
        Assert.False(_log.Put(Endpoint("a", 1), 0));
        Assert.True(_log.Put(Endpoint("a", 2), 0));

        Assert.Equal((0, 2L), (_log.Since(position, 0)!.Keys.Length, Assert.Single(_log.Since(position, 0)!.Endpoints).Version));
        _log.Retain(new CatalogKeyIds(1, ["gone"]) { Providers = ["a"] });
        var whole = _log.Since(FeedPosition.Start, 0)!;
        Assert.Empty(whole.Keys);
        Assert.Equal("a", Assert.Single(whole.Endpoints).EndpointId);
    }

    [Fact]
    public void A_slow_start_goes_on_while_word_of_it_waits()
    {
        _log.Put(Status("a", 1) with { SlowStartLeftMs = 10_000, SlowStartMs = 10_000 }, nowMs: 0);
        _log.Put(Endpoint("p", 1) with { UntilInMs = 3_000, SlowStartLeftMs = 10_000, SlowStartMs = 10_000 }, nowMs: 0);

        var later = _log.Since(FeedPosition.Start, 4_000)!;

        Assert.Equal((6_000L, 10_000L), (later.Keys[0].SlowStartLeftMs, later.Keys[0].SlowStartMs));
        Assert.Equal((0L, 6_000L, 10_000L), (later.Endpoints[0].UntilInMs!.Value, later.Endpoints[0].SlowStartLeftMs, later.Endpoints[0].SlowStartMs));
        Assert.Equal(0, _log.Since(FeedPosition.Start, 20_000)!.Keys[0].SlowStartLeftMs);
    }

    private static EndpointStatus Endpoint(string id, long version) => new() { EndpointId = id, Version = version, State = EndpointState.Open };

    private static KeyStatus Status(string id, long version) => new() { KeyId = id, Version = version, State = KeyHealthState.Throttled };
}
