using AiGateway.Core.Grayscale;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Tests.Fakes;
using CsCheck;

namespace AiGateway.Edge.Tests.Cluster;

public sealed class RampViewTests
{
    private static readonly EdgeIdentity Edge = new("edge", 7);

    private readonly ModelRoute _route = RampCatalog.Route();
    private readonly RampViews _views = new();

    private RampView View => _views["team/chat"];

    [Fact]
    public void An_edge_that_has_not_heard_of_it_gives_the_canary_nothing() => Assert.Equal([750, 0, 250], Divided(1_000));

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(2_500)]
    [InlineData(9_999)]
    public void The_canary_gets_its_share_to_half_a_call_and_the_others_divide_the_rest(int share)
    {
        View.Apply(RampCatalog.Status(share));

        var calls = Divided(20_000);

        Assert.True(Math.Abs(calls[1] - (2.0 * share)) <= 0.5);
        Assert.True(Math.Abs(calls[0] - (0.75 * (20_000 - calls[1]))) <= 1);
    }

    [Fact]
    public void At_every_step_it_is_exact_from_the_first_call_on() =>
        Gen.Int[0, 10_000].Array[1, 6].Select(Gen.Int[1, 3_000]).Sample((shares, calls) =>
        {
            var view = new RampViews()["team/chat"];
            for (var i = 0; i < shares.Length; i++)
            {
                view.Apply(RampCatalog.Status(shares[i], version: i + 1));
                var canary = Enumerable.Range(0, calls).Count(_ => view.For(_route).Next() == 1);
                // A share that stays is not begun anew.
                var steady = i > 0 && shares[i] == shares[i - 1];
                Assert.True(Math.Abs(canary - (calls * shares[i] / 10_000.0)) <= (steady ? 1.0001 : 0.5001));
            }
        });

    [Fact]
    public void Promoted_it_gets_all_and_rolled_back_nothing()
    {
        View.Apply(RampCatalog.Status(10_000, 1, RampState.Promoted));
        Assert.Equal([0, 100, 0], Divided(100));
        View.Apply(RampCatalog.Status(0, 2, RampState.RolledBack));
        Assert.Equal([75, 0, 25], Divided(100));
    }

    [Fact]
    public void As_the_share_rises_nobody_who_keeps_to_the_canary_goes_back()
    {
        var before = new HashSet<ulong>();
        for (var (share, version) = (0, 1L); share <= 10_000; share += 250, version++)
        {
            View.Apply(RampCatalog.Status(share, version));
            var weights = View.For(_route).Weights;
            var now = Enumerable.Range(0, 2_000).Select(i => Hash64.Of($"user-{i}"))
                .Where(id => Core.Selection.RendezvousHash.Choose(id, _route.TargetHashes, weights) == 1).ToHashSet();
            Assert.Superset(before, now);
            Assert.InRange(now.Count, (share / 5) - 80, (share / 5) + 80);
            before = now;
        }
        Assert.Equal(2_000, before.Count);
    }

    [Fact]
    public void What_is_known_of_another_plan_is_not_for_this_canary()
    {
        View.Apply(RampCatalog.Status(5_000) with { Plan = "b/other at 5000" });

        Assert.Equal((0, null), (View.For(_route).Share, View.For(_route).Canary));
    }

    [Fact]
    public void An_older_word_changes_nothing_and_a_roll_back_stands_against_a_newer_owner()
    {
        View.Apply(RampCatalog.Status(1_000, version: 5));
        Assert.False(View.Apply(RampCatalog.Status(100, version: 4)));
        View.Apply(RampCatalog.Status(0, version: 6, RampState.RolledBack));

        Assert.False(View.Apply(RampCatalog.Status(1_000, version: 9) with { Epoch = 2 }));

        Assert.Equal(0, View.For(_route).Share);
        var told = View.NextReport(Edge, _route.Ramp!.Terms, canaryHasNoKey: false)!;
        Assert.Equal((RampState.RolledBack, 6L), (told.RolledBack!.State, told.RolledBack.Version));
        View.Answered(RampCatalog.Status(0, version: 10, RampState.RolledBack) with { Epoch = 2 });
        Assert.Null(View.NextReport(Edge, _route.Ramp.Terms, canaryHasNoKey: false));
        Assert.True(View.Apply(RampCatalog.Status(100, version: 11) with { Epoch = 2, Run = 2 }));
    }

    [Fact]
    public void An_unrelated_change_of_the_catalog_begins_nothing_anew()
    {
        View.Apply(RampCatalog.Status(500));
        var other = RampCatalog.Route();

        // Wherever in twenty calls it changes, one goes to the canary.
        for (var change = 0; change < 20; change++)
            Assert.Equal(1, Enumerable.Range(0, 20).Count(n => View.For(n < change ? _route : other).Next() == 1));
        Assert.Same(View.For(_route).Canary, View.For(other).Canary);
    }

    [Fact]
    public void Both_sides_are_counted_under_the_status_they_were_divided_by()
    {
        View.Apply(RampCatalog.Status(100));
        var late = View.For(_route);
        late.LaneOf(1)!.CountSuccess(5, 10, 20);
        late.LaneOf(0)!.CountFailure(passing: false);
        late.LaneOf(2)!.CountNeutral();

        var report = View.NextReport(Edge, _route.Ramp!.Terms, canaryHasNoKey: false)!;

        Assert.Equal((1L, 1L, "edge", 7L, 1L), (report.Epoch, report.Version, report.EdgeId, report.Incarnation, report.Sequence));
        Assert.Equal((1L, 2L, 1L, 1L), (report.Canary.Calls, report.Baseline.Calls, report.Baseline.Judged, report.Baseline.Failures));
        View.Answered(RampCatalog.Status(1_000, version: 2));
        late.LaneOf(1)!.CountFailure(passing: false);
        View.For(_route);
        Assert.Null(View.NextReport(Edge, _route.Ramp.Terms, canaryHasNoKey: false));
    }

    [Fact]
    public void What_was_not_answered_is_told_again_under_its_number()
    {
        View.Apply(RampCatalog.Status(100));
        View.For(_route).Canary!.CountNeutral();
        var first = View.NextReport(Edge, _route.Ramp!.Terms, canaryHasNoKey: false);
        View.For(_route).Canary!.CountNeutral();

        Assert.Same(first, View.NextReport(Edge, _route.Ramp.Terms, canaryHasNoKey: false));
        View.Answered(View.Status);
        Assert.Equal((2L, 1L), (View.NextReport(Edge, _route.Ramp.Terms, canaryHasNoKey: false)!.Sequence, first!.Canary.Calls));
    }

    [Fact]
    public void Choosing_allocates_nothing()
    {
        View.Apply(RampCatalog.Status(100));
        View.For(_route).Next();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            _ = _views["team/chat"].For(_route).Next();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private int[] Divided(int calls)
    {
        var counts = new int[3];
        for (var i = 0; i < calls; i++)
            counts[View.For(_route).Next()]++;
        return counts;
    }
}
