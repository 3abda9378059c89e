using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;
using CsCheck;

namespace AiGateway.Core.Tests.Limits;

public sealed class AccountLimitsTests
{
    [Fact]
    public void An_account_without_limits_has_none()
    {
        Assert.Null(AccountLimits.Of(null));
        Assert.Null(AccountLimits.Of(new LimitSpec()));
    }

    [Theory]
    [InlineData(600, 588, 123)]
    [InlineData(60, 59, 13)]
    [InlineData(3, 3, 1)]
    [InlineData(1, 1, 1)]
    public void Calls_of_a_minute_are_spread_a_little_below_the_providers_limit(long stated, long minute, long in10Seconds)
    {
        var limits = AccountLimits.Of(new LimitSpec { RequestsPerMinute = stated })!;

        Assert.Equal((minute, in10Seconds), (Bound(limits, LimitDimension.RequestsPerMinute), Bound(limits, LimitDimension.RequestsPer10Seconds)));
    }

    [Fact]
    public void A_spread_that_is_stated_stays()
    {
        var limits = AccountLimits.Of(new LimitSpec { RequestsPerMinute = 600, RequestsPer10Seconds = 40 })!;

        Assert.Equal((588, 40), (Bound(limits, LimitDimension.RequestsPerMinute), Bound(limits, LimitDimension.RequestsPer10Seconds)));
    }

    [Fact]
    public void Only_calls_of_a_minute_are_spread() =>
        Assert.Equal([LimitDimension.TokensPerMinute], AccountLimits.Of(new LimitSpec { TokensPerMinute = 100 })!.Limits.Select(limit => limit.Dimension));

    [Fact]
    public void Calls_at_once_need_no_headroom() => Assert.Equal(200, Bound(AccountLimits.Of(new LimitSpec { Concurrent = 200 })!, LimitDimension.Concurrent));

    [Fact]
    public void Limits_of_an_account_are_soft_and_its_reservation_expected_unless_it_says_otherwise()
    {
        var usual = AccountLimits.Of(new LimitSpec { RequestsPerMinute = 5 })!;
        var other = AccountLimits.Of(new LimitSpec { RequestsPerMinute = 5, Hard = ["requestsPerMinute"], Tokens = ReservationMode.Strict })!;

        Assert.All(usual.Limits, limit => Assert.False(limit.Hard));
        Assert.True(other.Of(LimitDimension.RequestsPerMinute)!.Value.Hard);
        Assert.Equal((ReservationMode.Expected, ReservationMode.Strict), (usual.Reservation, other.Reservation));
    }

    [Fact]
    public void No_bound_is_below_one_or_above_what_was_stated() => Gen.Long[1, 1_000_000_000_000].Sample(stated =>
    {
        var limits = AccountLimits.Of(new LimitSpec { RequestsPerMinute = stated, TokensPerDay = stated, Concurrent = stated })!;
        return limits.Limits.All(limit => limit.Bound >= 1 && limit.Bound <= stated)
            && 6 * Bound(limits, LimitDimension.RequestsPer10Seconds) >= Bound(limits, LimitDimension.RequestsPerMinute);
    });

    private static long Bound(LimitSet limits, LimitDimension dimension) => limits.Of(dimension)!.Value.Bound;
}
