using AiGateway.Core.Selection;
using CsCheck;

namespace AiGateway.Core.Tests.Selection;

public sealed class WeightedDrawTests
{
    private static readonly Gen<double[]> Weights = Gen.OneOf(Gen.Const(0.0), Gen.Double[0.001, 1], Gen.Double[1, 1_000]).Array[1, 20];

    [Fact]
    public void Evenly_spread_chances_give_each_its_share() => Weights.Where(w => w.Sum() > 0).Sample(weights =>
    {
        const int draws = 1_000;
        var drawn = new int[weights.Length];
        for (var i = 0; i < draws; i++)
            drawn[WeightedDraw.Next(weights, (i + 0.5) / draws)]++;
        for (var i = 0; i < weights.Length; i++)
            Assert.InRange(drawn[i] - (draws * weights[i] / weights.Sum()), -1.01, 1.01);
    });

    [Fact]
    public void The_second_draw_is_another_and_nothing_without_weight_is_drawn() =>
        Gen.Select(Weights, Gen.Double[0, 1], Gen.Double[0, 1]).Sample((weights, chance, other) =>
        {
            var first = WeightedDraw.Next(weights, chance);
            Assert.Equal(Array.Exists(weights, w => w > 0), first >= 0);
            if (first < 0)
                return;
            var second = WeightedDraw.Next(weights, other, first);
            Assert.True(weights[first] > 0 && second != first);
            Assert.Equal(weights.Count(w => w > 0) > 1, second >= 0);
            Assert.True(second < 0 || weights[second] > 0);
        });
}
