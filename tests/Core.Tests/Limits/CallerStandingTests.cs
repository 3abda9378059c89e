using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class CallerStandingTests
{
    private static readonly LimitStanding Much = new(100, 90, 1_000);
    private static readonly LimitStanding Little = new(1_000, 5, 2_000);

    [Fact]
    public void Of_two_standings_the_one_with_less_left_is_told_for_calls_and_tokens_each_by_itself()
    {
        var expected = new CallerStanding(Little, Little);

        Assert.Equal(expected, new CallerStanding(Much, Little).WithLess(new CallerStanding(Little, Much)));
        Assert.Equal(expected, new CallerStanding(Little, Much).WithLess(new CallerStanding(Much, Little)));
    }

    [Fact]
    public void A_standing_is_told_when_there_is_no_other()
    {
        Assert.Equal(new CallerStanding(Much, Little), new CallerStanding(Much, null).WithLess(new CallerStanding(null, Little)));
        Assert.Equal(new CallerStanding(Much, Little), new CallerStanding(null, Little).WithLess(new CallerStanding(Much, null)));
        Assert.Equal(default, default(CallerStanding).WithLess(default));
    }
}
