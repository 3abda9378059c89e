using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class LimitSetTests
{
    private static readonly LimitSpec Everything = new()
    {
        RequestsPer10Seconds = 1, RequestsPerMinute = 2, RequestsPerDay = 3, TokensPerMinute = 40, TokensPerDay = 50, TokensPerMonth = 30,
        CostPerDay = 0.05m, CostPerMonth = 1.5m, Concurrent = 7,
    };

    [Fact]
    public void Every_limit_of_a_catalog_has_its_dimension_and_its_name()
    {
        var limits = LimitSet.Of(Everything, hard: true)!;

        Assert.Equal([1, 2, 3, 40, 50, 30, 50_000_000, 1_500_000_000, 7], limits.Limits.Select(limit => limit.Bound));
        Assert.Equal(LimitFields.All, limits.Limits.Select(limit => limit.Dimension.Name()));
        Assert.Equal(Enum.GetValues<LimitDimension>(), limits.Limits.Select(limit => limit.Dimension));
    }

    [Fact]
    public void What_limits_nothing_is_no_set()
    {
        Assert.Null(LimitSet.Of(null, hard: true));
        Assert.Null(LimitSet.Of(new LimitSpec { TimeZone = "Asia/Shanghai", Tokens = ReservationMode.Expected }, hard: true));
    }

    [Fact]
    public void Limits_are_hard_or_soft_as_they_say_and_else_as_they_are_where_they_stand()
    {
        var spec = new LimitSpec { RequestsPerMinute = 5, RequestsPerDay = 6, Concurrent = 7, Soft = ["requestsPerMinute"], Hard = ["concurrent"] };

        Assert.Equal([false, true, true], LimitSet.Of(spec, hard: true)!.Limits.Select(limit => limit.Hard));
        Assert.Equal([false, false, true], LimitSet.Of(spec, hard: false)!.Limits.Select(limit => limit.Hard));
    }

    [Theory]
    [InlineData(null, true, ReservationMode.Strict)]
    [InlineData(null, false, ReservationMode.Expected)]
    [InlineData(ReservationMode.Expected, true, ReservationMode.Expected)]
    [InlineData(ReservationMode.Strict, false, ReservationMode.Strict)]
    public void Reservation_is_strict_by_default_where_limits_are_hard(ReservationMode? tokens, bool hard, ReservationMode expected) =>
        Assert.Equal(expected, LimitSet.Of(new LimitSpec { TokensPerDay = 5, Tokens = tokens }, hard)!.Reservation);

    [Fact]
    public void Days_are_those_of_the_zone_and_of_UTC_without_one()
    {
        Assert.Equal("UTC", LimitSet.Of(new LimitSpec { RequestsPerDay = 5 }, hard: true)!.TimeZone);
        Assert.Equal("Asia/Shanghai", LimitSet.Of(new LimitSpec { RequestsPerDay = 5, TimeZone = "Asia/Shanghai" }, hard: true)!.TimeZone);
    }

    [Fact]
    public void The_smallest_bounds_are_those_of_their_unit()
    {
        var limits = LimitSet.Of(Everything, hard: true)!;
        var calls = LimitSet.Of(new LimitSpec { RequestsPerDay = 5, Concurrent = 1 }, hard: true)!;

        Assert.Equal((30, 50_000_000), (limits.SmallestTokenBound(), limits.SmallestCostBound()));
        Assert.Equal((null, null), (calls.SmallestTokenBound(), calls.SmallestCostBound()));
    }

    [Fact]
    public void A_dimension_without_a_bound_has_none()
    {
        var calls = LimitSet.Of(new LimitSpec { RequestsPerDay = 5 }, hard: true)!;

        Assert.Equal(5, calls.Of(LimitDimension.RequestsPerDay)?.Bound);
        Assert.Null(calls.Of(LimitDimension.RequestsPerMinute));
    }
}
