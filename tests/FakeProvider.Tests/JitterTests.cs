using System.Diagnostics;

namespace AiGateway.FakeProvider.Tests;

public sealed class JitterTests : ProviderTest
{
    [Fact]
    public async Task Jitter_lengthens_waits_and_the_same_seed_does_so_alike()
    {
        // The sum of these fourteen draws is known, so a stream with them cannot be faster than that.
        var random = new Random(3);
        var expectedMs = Enumerable.Range(0, 14).Sum(_ => random.Next(20 + 1));
        await MisbehaveAsync(new { jitterMs = 20, seed = 3 });
        var clock = Stopwatch.StartNew();

        await EventsAsync(Chat(stream: true));

        Assert.InRange(clock.ElapsedMilliseconds, expectedMs, expectedMs + 5_000);
    }
}
