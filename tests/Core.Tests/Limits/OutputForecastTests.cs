using AiGateway.Core.Limits;
using CsCheck;

namespace AiGateway.Core.Tests.Limits;

public sealed class OutputForecastTests
{
    [Fact]
    public void Nothing_is_expected_before_a_call_has_ended() => Assert.Null(new OutputForecast().NineOfTen());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(480)]
    [InlineData(100_000)]
    public void Calls_alike_are_expected_within_a_fifth_above(long tokens)
    {
        var forecast = Of(Enumerable.Repeat(tokens, 20));

        Assert.InRange(forecast.NineOfTen()!.Value, Math.Max(1, tokens), (long)Math.Ceiling(1.2 * Math.Max(1, tokens)));
    }

    [Fact]
    public void One_of_ten_may_be_longer() => Assert.InRange(Of([.. Enumerable.Repeat(100L, 9), 5_000]).NineOfTen()!.Value, 100, 120);

    [Fact]
    public void Two_of_ten_may_not() => Assert.InRange(Of([.. Enumerable.Repeat(100L, 8), 5_000, 5_000]).NineOfTen()!.Value, 5_000, 6_000);

    [Fact]
    public void Old_calls_are_forgotten_as_new_ones_come()
    {
        var forecast = Of([.. Enumerable.Repeat(5_000L, 1_000), .. Enumerable.Repeat(100L, 2_000)]);

        Assert.InRange(forecast.NineOfTen()!.Value, 100, 120);
    }

    [Fact]
    public void Absurd_sizes_are_taken_for_very_large_or_none()
    {
        Assert.Equal(1, Of([long.MinValue, -1]).NineOfTen());
        Assert.InRange(Of([long.MaxValue]).NineOfTen()!.Value, 10_000_000, long.MaxValue);
    }

    [Fact]
    public void At_least_nine_of_ten_calls_stay_below_it() => Gen.Long[0, 1_000_000].Array[1, 400].Sample(sizes =>
    {
        var most = Of(sizes).NineOfTen()!.Value;
        return sizes.Count(size => size <= most) * 10 >= sizes.Length * 9;
    });

    private static OutputForecast Of(IEnumerable<long> calls)
    {
        var forecast = new OutputForecast();
        foreach (var tokens in calls)
            forecast.Add(tokens);
        return forecast;
    }
}
