using AiGateway.Core.Health;
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

        _log.Retain(new HashSet<string> { "b" });

        Assert.Equal("b", Assert.Single(_log.Since(FeedPosition.Start, 0)!.Keys).KeyId);
    }

    private static KeyStatus Status(string id, long version) => new() { KeyId = id, Version = version, State = KeyHealthState.Throttled };
}
