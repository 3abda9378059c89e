using AiGateway.Core.Selection;
using CsCheck;

namespace AiGateway.Core.Tests.Selection;

public sealed class RendezvousHashTests
{
    private const int Ids = 4_000;

    private static readonly Gen<(ulong Hash, double Weight)[]> Members =
        Gen.Select(Gen.ULong, Gen.Int[1, 20].Select(weight => (double)weight)).Array[2, 12].Where(members => members.DistinctBy(m => m.Item1).Count() == members.Length);

    [Fact]
    public void Each_member_has_its_weights_share() => Gen.Select(Members, Gen.ULong).Sample((members, seed) =>
    {
        var had = new int[members.Length];
        foreach (var id in Numbers(seed))
            had[Highest(members, id)]++;
        var total = members.Sum(m => m.Weight);
        for (var i = 0; i < members.Length; i++)
        {
            var share = members[i].Weight / total;
            Assert.InRange(had[i] / (double)Ids, share - Chance(share), share + Chance(share));
        }
    });

    [Fact]
    public void When_a_member_leaves_only_its_own_ids_move() => Gen.Select(Members, Gen.ULong).Sample((members, seed) =>
    {
        var rest = members[..^1];
        foreach (var id in Numbers(seed).Take(500))
        {
            var before = Highest(members, id);
            if (before < rest.Length)
                Assert.Equal(before, Highest(rest, id));
        }
    });

    [Fact]
    public void When_one_of_n_equal_members_leaves_about_one_nth_of_the_ids_moves() => Gen.Select(Gen.Int[2, 12], Gen.ULong).Sample((n, seed) =>
    {
        var members = Numbers(~seed).Take(n).Select(hash => (hash, 1.0)).ToArray();
        var moved = Numbers(seed).Count(id => Highest(members, id) == n - 1) / (double)Ids;
        Assert.InRange(moved, 0, (1.0 / n) + Chance(1.0 / n));
    });

    [Fact]
    public void When_a_weight_grows_ids_move_only_to_its_member() => Gen.Select(Members, Gen.Double[1, 10], Gen.ULong).Sample((members, factor, seed) =>
    {
        var grown = members.ToArray();
        grown[0].Weight *= factor;
        foreach (var id in Numbers(seed).Take(500))
        {
            var (before, after) = (Highest(members, id), Highest(grown, id));
            Assert.True(after == before || after == 0);
        }
    });

    [Fact]
    public void Without_a_weight_nothing_is_bid() => Assert.Equal(0, RendezvousHash.Bid(1, 2, 0));

    internal static int Highest((ulong Hash, double Weight)[] members, ulong id) =>
        RendezvousHash.Choose(id, [.. members.Select(m => m.Hash)], [.. members.Select(m => m.Weight)]);

    private static IEnumerable<ulong> Numbers(ulong seed) => Enumerable.Range(1, Ids).Select(n => Mix64.Of(seed + ((ulong)n * 0x9E3779B97F4A7C15)));

    /// <summary>Six standard deviations of a share among so many ids.</summary>
    private static double Chance(double share) => 6 * Math.Sqrt(share * (1 - share) / Ids);
}
