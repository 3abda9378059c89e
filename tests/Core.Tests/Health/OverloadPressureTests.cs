using AiGateway.Core.Health;
using CsCheck;

namespace AiGateway.Core.Tests.Health;

public sealed class OverloadPressureTests
{
    private const long Start = 1_000_000;
    private readonly OverloadPressure _pressure = new();

    [Fact]
    public void Without_calls_there_is_none() => Assert.Equal(0, _pressure.Share(20, Start));

    [Theory]
    [InlineData(19, 0, 0)]
    [InlineData(20, 0, 20 / 21.0)]
    [InlineData(100, 100, 0)]
    [InlineData(100, 50, 0)]
    [InlineData(99, 24, 0.51)]
    [InlineData(99, 0, 0.99)]
    public void What_is_refused_beyond_what_is_accepted_is_kept_away(long calls, long accepted, double share)
    {
        _pressure.Count(calls, accepted, Start);

        Assert.Equal(share, _pressure.Share(20, Start), 9);
    }

    [Fact]
    public void It_forgets_after_two_minutes()
    {
        _pressure.Count(99, 0, Start);

        Assert.True(_pressure.Share(20, Start + 110_000) > 0);
        Assert.Equal(0, _pressure.Share(20, Start + 120_000));
        _pressure.Count(1, 1, Start + 120_000);
        Assert.Equal(0, _pressure.Share(20, Start + 120_000));
    }

    [Fact]
    public void It_settles_where_the_provider_is_sent_twice_of_what_it_can_take() => Gen.Int[1, 40].Sample(capacity =>
    {
        const int offered = 100;
        var pressure = new OverloadPressure();
        double sent = offered;
        for (var second = 0; second < 600; second++)
        {
            var now = Start + (second * 1_000);
            sent = offered * (1 - pressure.Share(20, now));
            var accepted = (long)Math.Min(capacity, sent);
            pressure.Count(offered, accepted, now);
        }
        Assert.InRange(sent, (2 * capacity) - 2, (2 * capacity) + 2);
    }, iter: 40);
}
