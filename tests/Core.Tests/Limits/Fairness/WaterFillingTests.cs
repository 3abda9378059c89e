using AiGateway.Core.Limits.Fairness;
using CsCheck;

namespace AiGateway.Core.Tests.Limits.Fairness;

public sealed class WaterFillingTests
{
    private static readonly Gen<(double Demand, double Weight)> Claim = Gen.Select(Gen.Double[0, 1_000], Gen.Int[1, 4], (demand, weight) => (demand, (double)weight));

    [Fact]
    public void Enough_for_all_sets_no_level()
    {
        Assert.Equal(double.PositiveInfinity, WaterFilling.Level([(3, 1), (4, 1)], 7));
        Assert.Equal(double.PositiveInfinity, WaterFilling.Level([], 0));
    }

    [Fact]
    public void Who_asks_for_less_than_an_equal_part_gets_all_of_it_and_the_others_share_the_rest()
    {
        Assert.Equal(4, WaterFilling.Level([(2, 1), (50, 1), (9, 1)], 10));
        Assert.Equal(2, WaterFilling.Level([(100, 4), (100, 1)], 10));
    }

    [Fact]
    public void What_is_given_is_all_there_is_and_never_more_than_is_asked_for() =>
        Gen.Select(Claim.Array[1, 20], Gen.Double[0, 5_000]).Sample((claims, capacity) =>
        {
            var level = WaterFilling.Level((claims.Clone() as (double, double)[])!, capacity);
            var given = claims.Sum(claim => Math.Min(claim.Demand, claim.Weight * level));
            var asked = claims.Sum(claim => claim.Demand);
            Assert.Equal(Math.Min(asked, capacity), given, 1e-6 * (1 + capacity));
        });

    [Fact]
    public void Nobody_who_wants_more_has_less_for_its_weight_than_anybody() =>
        Gen.Select(Claim.Array[2, 20], Gen.Double[0, 5_000]).Sample((claims, capacity) =>
        {
            var level = WaterFilling.Level((claims.Clone() as (double, double)[])!, capacity);
            foreach (var (demand, weight) in claims.Where(claim => claim.Demand > claim.Weight * level))
                Assert.All(claims, other => Assert.True(Math.Min(other.Demand, other.Weight * level) / other.Weight <= level + 1e-9));
        });
}
