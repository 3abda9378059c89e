using AiGateway.Core.Grayscale;
using CsCheck;

namespace AiGateway.Core.Tests.Grayscale;

public sealed class WeightedRotationTests
{
    private static readonly Gen<int[]> Weights =
        Gen.OneOf(Gen.Int[0, 5], Gen.Int[1, 100], Gen.Int[1, 1_000_000]).Array[1, 40].Where(weights => weights.Any(weight => weight > 0));

    [Fact]
    public void After_any_number_of_calls_each_entry_has_its_share_to_less_than_one_call() =>
        Weights.Sample(weights =>
        {
            var rotation = new WeightedRotation(weights);
            var total = weights.Sum(weight => (long)weight);
            var chosen = new long[weights.Length];
            for (long calls = 1; calls <= 1_500; calls++)
            {
                chosen[rotation.Next()]++;
                for (var i = 0; i < weights.Length; i++)
                    Assert.True(Math.Abs((chosen[i] * total) - (calls * weights[i])) < total);
            }
        });

    [Fact]
    public void Between_two_entries_the_share_is_exact_to_half_a_call() =>
        Gen.Int[1, 1_000].Array[2].Sample(weights =>
        {
            var rotation = new WeightedRotation(weights);
            long total = weights[0] + weights[1], second = 0;
            for (long calls = 1; calls <= 2_000; calls++)
            {
                second += rotation.Next();
                Assert.True(2 * Math.Abs((second * total) - (calls * weights[1])) <= total);
            }
        });

    [Fact]
    public void Three_nodes_together_send_50_of_1000_calls_to_5_percent_give_or_take_2_however_traffic_falls() =>
        Gen.Select(Gen.Int[0, 2_000].Array[3], Gen.Double[0, 1].Array[3], Gen.Int[0, 1_000_000]).Sample((before, skew, seed) =>
        {
            // Nodes that have served any number of calls before are at any point of their rotation.
            var nodes = new WeightedRotation[3];
            for (var i = 0; i < 3; i++)
                nodes[i] = new WeightedRotation(95, 5);
            var random = new Random(seed);
            var sum = skew.Sum() + 1e-9;
            var canary = 0;
            for (var call = 0; call < 1_000; call++)
            {
                var dice = random.NextDouble() * sum;
                var node = dice < skew[0] ? 0 : dice < skew[0] + skew[1] ? 1 : 2;
                canary += nodes[node].Next();
            }
            Assert.InRange(canary, 48, 52);

            // From any point on, the difference of two prefixes: at most twice half a call a node.
            for (var i = 0; i < 3; i++)
            {
                for (var call = 0; call < before[i]; call++)
                    nodes[i].Next();
            }
            canary = 0;
            for (var call = 0; call < 1_000; call++)
                canary += nodes[random.Next(3)].Next();
            Assert.InRange(canary, 47, 53);
        });

    [Fact]
    public void Every_division_of_1000_calls_among_three_nodes_stays_within_one_and_a_half()
    {
        var afterCalls = new int[1_001];
        var rotation = new WeightedRotation(95, 5);
        for (var call = 1; call <= 1_000; call++)
            afterCalls[call] = afterCalls[call - 1] + rotation.Next();
        for (var first = 0; first <= 1_000; first++)
        {
            for (var second = 0; second <= 1_000 - first; second++)
            {
                var canary = afterCalls[first] + afterCalls[second] + afterCalls[1_000 - first - second];
                Assert.True(Math.Abs(canary - 50) <= 1.5);
            }
        }
    }

    [Fact]
    public void Choices_are_spread_evenly()
    {
        var rotation = new WeightedRotation(3, 1);
        Assert.Equal([0, 0, 1, 0, 0, 0, 1, 0], Enumerable.Range(0, 8).Select(_ => rotation.Next()));
    }

    [Fact]
    public void An_entry_without_weight_is_never_chosen()
    {
        var rotation = new WeightedRotation(0, 3, 0, 1);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Contains(rotation.Next(), new[] { 1, 3 }));
        Assert.Equal(-1, new WeightedRotation(0, 0).Next());
        Assert.Equal(-1, new WeightedRotation().Next());
        Assert.Equal(-1, new WeightedRotation().Next([]));
    }

    [Fact]
    public void Only_eligible_entries_are_chosen_in_proportion_among_themselves()
    {
        var rotation = new WeightedRotation(50, 30, 20);
        var chosen = new int[3];
        for (var i = 0; i < 400; i++)
            chosen[rotation.Next(0b101)]++;
        Assert.Equal(0, chosen[1]);
        Assert.InRange(chosen[2], 113, 116);
        Assert.Equal(-1, rotation.Next(0));
    }

    [Fact]
    public void An_entry_that_was_out_neither_catches_up_nor_falls_behind()
    {
        var rotation = new WeightedRotation(1, 1);
        for (var i = 0; i < 1_000; i++)
            Assert.Equal(0, rotation.Next([true, false]));
        var second = Enumerable.Range(0, 100).Sum(_ => rotation.Next());
        Assert.InRange(second, 49, 51);
    }

    [Fact]
    public void Whatever_comes_and_goes_the_choice_is_eligible_and_credit_stays_bounded() =>
        Gen.Select(Weights, Gen.ULong.Array[200]).Sample((weights, masks) =>
        {
            var rotation = new WeightedRotation(weights);
            foreach (var mask in masks)
            {
                var choice = rotation.Next(mask);
                var possible = weights.Where((weight, i) => weight > 0 && (mask >> i & 1) == 1).Any();
                Assert.Equal(possible, choice >= 0);
                Assert.True(choice < 0 || (weights[choice] > 0 && (mask >> choice & 1) == 1));
            }
            // Once all are in again, none is owed or owes more than a few calls.
            var total = weights.Sum(weight => (long)weight);
            var chosen = new long[weights.Length];
            for (var call = 0; call < 2_000; call++)
                chosen[rotation.Next()]++;
            for (var i = 0; i < weights.Length; i++)
                Assert.True(Math.Abs(chosen[i] - (2_000.0 * weights[i] / total)) < 8);
        });

    [Fact]
    public void Masks_and_spans_choose_alike()
    {
        var (byMask, bySpan) = (new WeightedRotation(5, 3, 2), new WeightedRotation(5, 3, 2));
        var random = new Random(3);
        for (var i = 0; i < 1_000; i++)
        {
            var mask = (ulong)random.Next(8);
            Assert.Equal(byMask.Next(mask), bySpan.Next([(mask & 1) != 0, (mask & 2) != 0, (mask & 4) != 0]));
        }
    }

    [Fact]
    public void Threads_lose_no_call()
    {
        var rotation = new WeightedRotation(7, 2, 1);
        var chosen = new int[3];
        Parallel.For(0, 10_000, new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken }, _ =>
            Interlocked.Increment(ref chosen[rotation.Next()]));
        Assert.Equal([7_000, 2_000, 1_000], chosen);
    }

    [Fact]
    public void Choosing_allocates_nothing()
    {
        var rotation = new WeightedRotation(95, 5, 7, 1);
        Span<bool> eligible = [true, false, true, true];
        rotation.Next();
        rotation.Next(7);
        rotation.Next(eligible);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            _ = rotation.Next() + rotation.Next(7) + rotation.Next(eligible);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Weights_and_masks_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedRotation(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedRotation(1_000_001));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedRotation(new int[1_001]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedRotation(1, 2).Next([true]));
        var many = new int[65];
        Array.Fill(many, 1);
        var rotation = new WeightedRotation(many);
        Assert.Throws<InvalidOperationException>(() => rotation.Next(1));
        Assert.Equal(65, Enumerable.Range(0, 65).Select(_ => rotation.Next()).Distinct().Count());
    }
}
