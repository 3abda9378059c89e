using AiGateway.Core.Selection;

namespace AiGateway.Core.Tests.Selection;

public sealed class FailurePenaltyTests
{
    private FailurePenalty _penalty;

    [Fact]
    public void Whoever_never_failed_pays_nothing() => Assert.Equal(0, _penalty.At(1_000));

    [Theory]
    [InlineData(null, 3, 5_000)]
    [InlineData(null, 60_000, 60_000)]
    [InlineData(1_000L, 3, 1_000)]
    [InlineData(90_000L, 3, 90_000)]
    [InlineData(86_400_000L, 3, 300_000)]
    public void A_failure_costs_five_seconds_or_what_the_provider_named_or_what_it_took(long? retryAfterMs, double tookMs, double penalty)
    {
        _penalty.Add(retryAfterMs, tookMs, 1_000);

        Assert.Equal(penalty, _penalty.At(1_000));
        Assert.Equal(penalty / Math.E, _penalty.At(11_000), 1e-6);
    }

    [Fact]
    public void A_lesser_failure_does_not_make_up_for_a_greater_one()
    {
        _penalty.Add(20_000, 0, 0);
        _penalty.Add(null, 0, 1_000);

        Assert.Equal(20_000 * Math.Exp(-0.1), _penalty.At(1_000), 1e-6);
    }

    [Fact]
    public void Only_a_call_that_began_after_the_failure_ends_it()
    {
        _penalty.Add(null, 0, 1_000);
        _penalty.End(startedMs: 999);
        Assert.Equal(5_000, _penalty.At(1_000));

        _penalty.End(startedMs: 1_000);
        Assert.Equal(0, _penalty.At(1_000));
    }
}
