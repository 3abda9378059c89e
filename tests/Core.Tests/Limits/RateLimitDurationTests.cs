using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class RateLimitDurationTests
{
    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(0, "0s")]
    [InlineData(2, "2ms")]
    [InlineData(20, "20ms")]
    [InlineData(999, "999ms")]
    [InlineData(1_000, "1s")]
    [InlineData(1_500, "1.5s")]
    [InlineData(59_999, "59.999s")]
    [InlineData(60_000, "1m0s")]
    [InlineData(61_010, "1m1.01s")]
    [InlineData(360_000, "6m0s")]
    [InlineData(3_600_000, "1h0m0s")]
    [InlineData(3_723_000, "1h2m3s")]
    [InlineData(90_000_000, "25h0m0s")]
    public void Durations_are_written_the_way_go_writes_them(long ms, string expected) =>
        Assert.Equal(expected, RateLimitDuration.Format(ms));
}
