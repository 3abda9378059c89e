using AiGateway.Core.Selection;

namespace AiGateway.Core.Tests.Selection;

public sealed class KeyCostTests
{
    [Theory]
    [InlineData(400.0, 0, 0, 400)]
    [InlineData(400.0, 4, 0, 2_000)]
    [InlineData(400.0, 1, 5_000, 5_800)]
    [InlineData(0.3, 1, 0, 20)]
    public void A_key_costs_the_wait_for_each_call_before_and_the_penalty(double firstTokenMs, int calls, double penalty, double cost) =>
        Assert.Equal(cost, KeyCost.Of(firstTokenMs, calls, penalty));

    [Fact]
    public void An_unknown_key_is_tried_at_once_and_left_alone_until_it_has_answered()
    {
        Assert.Equal(KeyCost.LeastMs, KeyCost.Of(null, 0, 0));
        Assert.Equal(2 * KeyCost.UnknownMs, KeyCost.Of(null, 1, 0));
    }

    [Theory]
    [InlineData(100, 100, true)]
    [InlineData(100, 120, true)]
    [InlineData(100, 121, false)]
    [InlineData(121, 100, false)]
    public void Costs_are_alike_within_a_fifth(double one, double other, bool alike) => Assert.Equal(alike, KeyCost.AreAlike(one, other));
}
