using AiGateway.Core.Pinning;
using AiGateway.Edge.Pinning;

namespace AiGateway.Edge.Tests.Pinning;

public sealed class PinCacheTests
{
    [Fact]
    public void What_is_known_is_known_until_its_time_for_its_consumer_alone()
    {
        var cache = new PinCache(100);
        cache.Set("k", "me", PinFinding.Unknown, untilMs: 10);

        Assert.Equal(PinFinding.Unknown, cache.Find("k", "me", 9));
        Assert.Null(cache.Find("k", "me", 10));
        Assert.Null(cache.Find("k", "you", 9));
    }

    [Fact]
    public void However_much_is_put_in_it_stays_bounded_and_keeps_what_is_used()
    {
        const int capacity = 100;
        var cache = new PinCache(capacity);
        cache.Set("used", "", PinFinding.Unknown, long.MaxValue);
        for (var i = 0; i < 10_000; i++)
        {
            cache.Set($"k{i}", "", PinFinding.Unknown, long.MaxValue);
            Assert.NotNull(cache.Find("used", "", 0));
            Assert.InRange(cache.Count, 1, capacity);
        }
        Assert.NotNull(cache.Find("k9999", "", 0));
        Assert.Null(cache.Find("k0", "", 0));
    }
}
