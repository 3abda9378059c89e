using AiGateway.Core.Grayscale;
using CsCheck;

namespace AiGateway.Core.Tests.Grayscale;

public sealed class WilsonIntervalTests
{
    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(20, 100, 0.1334, 0.2888)]
    [InlineData(1, 1, 0.2065, 1)]
    public void It_is_that_of_the_textbook(long failures, long calls, double lower, double upper)
    {
        var interval = WilsonInterval.Of(failures, calls);

        Assert.Equal(lower, interval.Lower, 0.0001);
        Assert.Equal(upper, interval.Upper, 0.0001);
    }

    [Fact]
    public void Nothing_seen_says_nothing() => Assert.Equal(new WilsonInterval(0, 1), WilsonInterval.Of(0, 0));

    [Fact]
    public void It_holds_the_rate_shrinks_with_calls_and_is_wider_the_surer_it_is() =>
        Gen.Select(Gen.Long[1, 1_000_000], Gen.Double[0, 1]).Sample((calls, part) =>
        {
            var failures = (long)(part * calls);
            var rate = (double)failures / calls;
            var (usual, strict, more) = (WilsonInterval.Of(failures, calls), WilsonInterval.Of(failures, calls, WilsonInterval.Strict), WilsonInterval.Of(10 * failures, 10 * calls));
            Assert.InRange(rate, usual.Lower, usual.Upper);
            Assert.InRange(usual.Lower, 0, 1);
            Assert.InRange(usual.Upper, 0, 1);
            Assert.True(strict.Lower <= usual.Lower && strict.Upper >= usual.Upper);
            Assert.True(more.Upper - more.Lower < usual.Upper - usual.Lower);
        });

    [Fact]
    public void It_holds_the_true_rate_nineteen_times_in_twenty()
    {
        var random = new Random(5);
        foreach (var rate in new[] { 0.01, 0.05, 0.2 })
        {
            var held = Enumerable.Range(0, 2_000).Count(_ =>
            {
                var interval = WilsonInterval.Of(Enumerable.Range(0, 300).Count(_ => random.NextDouble() < rate), 300);
                return interval.Lower <= rate && rate <= interval.Upper;
            });
            Assert.InRange(held, 1_840, 1_990);
        }
    }
}
