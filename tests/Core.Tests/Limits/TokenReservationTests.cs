using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class TokenReservationTests
{
    [Fact]
    public void Without_a_declared_cap_each_choice_is_taken_for_1024_tokens()
    {
        Assert.Equal(100 + 1_024, TokenReservation.Estimate(100, 1, null));
        Assert.Equal(100 + (3 * 1_024), TokenReservation.Estimate(100, 3, null));
        Assert.Equal(100 + 1_024, TokenReservation.Estimate(100, 0, null));
    }

    [Fact]
    public void The_largest_of_several_caps_is_reserved()
    {
        Assert.Equal(10 + 10_000, TokenReservation.Estimate(10, 1, null, 1, 10_000));
        Assert.Equal(10 + (2 * 50), TokenReservation.Estimate(10, 2, null, 50, 20, 30));
    }

    [Fact]
    public void A_cap_of_zero_is_one_and_a_negative_one_is_none()
    {
        Assert.Equal(10, TokenReservation.Estimate(10, 1, null, 0));
        Assert.Equal(10 + 1_024, TokenReservation.Estimate(10, 1, null, -1));
    }

    [Fact]
    public void No_more_is_reserved_than_the_smallest_token_limit()
    {
        Assert.Equal(500, TokenReservation.Estimate(10, 1, new() { TokensPerMinute = 500 }));
        Assert.Equal(300, TokenReservation.Estimate(10, 1, new() { TokensPerMinute = 500, TokensPerDay = 300 }, 4_096));
        Assert.Equal(60, TokenReservation.Estimate(10, 1, new() { TokensPerMinute = 500 }, 50));
        Assert.Equal(1_034, TokenReservation.Estimate(10, 1, new() { RequestsPerMinute = 5 }));
    }

    [Fact]
    public void Absurd_numbers_neither_overflow_nor_turn_negative() =>
        Assert.True(TokenReservation.Estimate(long.MaxValue, long.MaxValue, null, long.MaxValue) > 1_000_000_000);
}
