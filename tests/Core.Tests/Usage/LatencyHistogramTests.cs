using AiGateway.Core.Usage;
using CsCheck;

namespace AiGateway.Core.Tests.Usage;

public sealed class LatencyHistogramTests
{
    private static readonly double[] Parts = [0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1];

    [Fact]
    public void A_percentile_is_within_5_percent_of_the_true_one() =>
        Gen.Double[-1, 7.9].Select(exponent => Math.Pow(10, exponent)).Array[1, 500].Sample(values =>
        {
            var histogram = Of(values);
            Array.Sort(values);
            foreach (var part in Parts)
            {
                var exact = values[Math.Max(0, (int)Math.Ceiling(part * values.Length) - 1)];
                Assert.InRange(histogram.Percentile(part)!.Value, 0.95 * exact, 1.05 * exact);
            }
        });

    [Fact]
    public void The_mean_is_exact_to_the_microsecond()
    {
        var histogram = Of(0.0004, 1.5, 2.5004);
        Assert.Equal(4_000, histogram.SumMicros);
        Assert.Equal(4.0 / 3, histogram.MeanMs()!.Value, 9);
        Assert.Equal(3, histogram.Total());
    }

    [Fact]
    public void An_empty_one_has_neither_mean_nor_percentile()
    {
        var histogram = new LatencyHistogram();
        Assert.Null(histogram.MeanMs());
        Assert.Null(histogram.Percentile(0.5));
        histogram.Add(new LatencyHistogram());
        Assert.Equal(0, histogram.Total());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-1)]
    [InlineData(0)]
    public void What_is_no_duration_counts_as_none(double ms)
    {
        var histogram = Of(ms);
        Assert.Equal((0L, 1L), (histogram.SumMicros, histogram.Total()));
        Assert.True(histogram.Percentile(0.5) <= 0.1);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void What_is_longer_than_a_day_counts_as_about_a_day(double ms)
    {
        var histogram = Of(ms, 1);
        Assert.InRange(histogram.Percentile(1)!.Value, 0.95 * 86_400_000, 1.2 * 86_400_000);
        Assert.InRange(histogram.Counts.Length, 1, 220);
    }

    [Fact]
    public void Buckets_reach_no_farther_than_the_durations_seen() => Assert.Single(Of(100, 100.1, 100.2).Counts);

    [Fact]
    public void Adding_two_up_equals_adding_all_to_one() =>
        Gen.Select(Gen.Double[0, 1e6].Array[0, 50], Gen.Double[0, 1e6].Array[0, 50]).Sample((left, right) =>
        {
            var (sum, reverse, all) = (Of(left), Of(right), Of([.. left, .. right]));
            sum.Add(Of(right));
            reverse.Add(Of(left));
            Assert.Equivalent(all, sum, strict: true);
            Assert.Equivalent(all, reverse, strict: true);
        });

    private static LatencyHistogram Of(params double[] values)
    {
        var histogram = new LatencyHistogram();
        foreach (var value in values)
            histogram.Add(value);
        return histogram;
    }
}
