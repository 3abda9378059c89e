using AiGateway.Core.Selection;
using CsCheck;

namespace AiGateway.Core.Tests.Selection;

public sealed class BoundedLoadTests
{
    private static readonly ulong[] Members = [.. Enumerable.Range(1, 8).Select(n => Mix64.Of((ulong)n))];

    [Fact]
    public void Nobody_is_given_more_than_five_quarters_of_its_share_whatever_the_ids_are() =>
        Gen.Select(Gen.Int[0, 50].Array[1, 8].Where(weights => weights.Any(w => w > 0)), Gen.Int[1, 5], Gen.Int).Sample((counts, variety, seed) =>
        {
            var random = new Random(seed);
            var weights = Array.ConvertAll(counts, count => (double)count);
            var (total, calls) = (weights.Sum(), new int[weights.Length]);
            for (var step = 0; step < 400; step++)
            {
                if (random.Next(3) == 0)
                {
                    var leaving = random.Next(calls.Length);
                    calls[leaving] -= calls[leaving] > 0 ? 1 : 0;
                    continue;
                }
                // Few ids: hashing alone would give a whole crowd to one member.
                var chosen = BoundedLoad.Choose(Mix64.Of((ulong)random.Next(variety)), Members.AsSpan(0, calls.Length), weights, calls);
                calls[chosen]++;
                Assert.True(weights[chosen] > 0);
                Assert.True(calls[chosen] == 1 || calls[chosen] < (1.25 * calls.Sum() * weights[chosen] / total) + 1 + 1e-9);
            }
        });

    [Fact]
    public void With_little_to_do_an_id_stays_with_the_highest_bid() => Gen.Select(Gen.ULong, Gen.Int[1, 8]).Sample((id, n) =>
    {
        var weights = Enumerable.Range(1, n).Select(i => (double)i).ToArray();
        Assert.Equal(RendezvousHashTests.Highest([.. Members.Zip(weights)], id), BoundedLoad.Choose(id, Members.AsSpan(0, n), weights, new int[n]));
    });

    [Fact]
    public void An_id_that_had_to_go_elsewhere_is_back_when_there_is_room()
    {
        var home = BoundedLoad.Choose(7, Members.AsSpan(0, 2), [1, 1], [0, 0]);
        int[] busy = [home == 0 ? 3 : 0, home == 1 ? 3 : 0];

        Assert.Equal(1 - home, BoundedLoad.Choose(7, Members.AsSpan(0, 2), [1, 1], busy));
        Assert.Equal(home, BoundedLoad.Choose(7, Members.AsSpan(0, 2), [1, 1], [1, 1]));
    }

    [Theory]
    [InlineData(1, 0.5, 1)]
    [InlineData(1, 0.01, 1)]
    [InlineData(2, 0.5, 2)]
    [InlineData(3, 0.5, 2)]
    [InlineData(100, 0.5, 63)]
    [InlineData(100, 0.1, 13)]
    [InlineData(100, 1, 125)]
    public void A_member_may_have_five_quarters_of_its_share_and_one_in_any_case(int calls, double share, int most) =>
        Assert.Equal(most, BoundedLoad.Most(calls, share));

    [Fact]
    public void What_has_no_weight_takes_part_in_nothing()
    {
        Assert.Equal(1, BoundedLoad.Choose(7, Members.AsSpan(0, 2), [0, 1], [0, 1_000]));
        Assert.Equal(-1, BoundedLoad.Choose(7, Members.AsSpan(0, 2), [0, 0], [0, 0]));
    }
}
