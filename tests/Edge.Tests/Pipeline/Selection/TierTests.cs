namespace AiGateway.Edge.Tests.Pipeline.Selection;

public sealed class TierTests
{
    private readonly SelectorBench _bench = new(
        "{ id: spare, secret: s, tier: 2, weight: 1000 }, { id: a, secret: t }, { id: b, secret: u, tier: 0 }, { id: middle, secret: v, tier: 1 }");

    [Fact]
    public void A_higher_tier_is_used_only_when_no_key_of_the_lower_ones_is_usable()
    {
        Assert.Equal(["a", "b"], _bench.Count(50).Keys.Order());

        _bench.Quarantine("a");
        Assert.Equal(["b"], _bench.Count(20).Keys);

        _bench.Quarantine("b");
        Assert.Equal(["middle"], _bench.Count(20).Keys);

        _bench.Quarantine("middle");
        Assert.Equal(["spare"], _bench.Count(20).Keys);

        _bench.Views["b"].EndQuarantine();
        Assert.Equal(["b"], _bench.Count(20).Keys);
    }

    [Fact]
    public void Tried_keys_make_way_for_the_next_tier()
    {
        Assert.Equal("middle", _bench.Choose(tried: ["a", "b"])!.Value.Key.Id);
        Assert.Equal("spare", _bench.Choose(tried: ["a", "middle", "b"])!.Value.Key.Id);
    }

    [Fact]
    public void No_tier_above_the_last_one_allowed_is_looked_at() => Assert.Null(_bench.Choose(lastTier: 0, tried: ["a", "b"]));
}
