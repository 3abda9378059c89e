using AiGateway.Core.Catalog;
using AiGateway.Core.Grayscale;

namespace AiGateway.Core.Tests.Grayscale;

public sealed class RampTests
{
    private static readonly RampTerms Terms = Ramps.Terms;
    private static readonly Ramp Started = Ramps.Running();

    private static Ramp RolledBack => Started.RollBack(RampReasons.ErrorRate, "why", 9);

    [Fact]
    public void Before_anybody_has_told_of_it_the_canary_gets_nothing() =>
        Assert.Equal((RampState.Waiting, 0, 0L), (new Ramp().State, new Ramp().Share, new Ramp().Version));

    [Fact]
    public void The_first_word_of_it_begins_at_the_first_step()
    {
        var ramp = new Ramp().Under(Terms, 1_000);

        Assert.Equal((RampState.Running, 100, 0, 1_000L, 1L), (ramp.State, ramp.Share, ramp.Step, ramp.SinceMs, ramp.Version));
    }

    [Fact]
    public void It_goes_from_step_to_step_and_then_takes_everything()
    {
        var shares = new List<int>();
        for (var ramp = Started; ramp.State == RampState.Running; ramp = ramp.Advance("good", 5))
            shares.Add(ramp.Share);

        Assert.Equal([100, 1_000, 5_000], shares);
        var promoted = Started.Advance("", 2).Advance("", 3).Advance("good", 4);
        Assert.Equal((RampState.Promoted, 10_000, 4L, 4L, "good"), (promoted.State, promoted.Share, promoted.Version, promoted.SinceMs, promoted.Message));
    }

    [Fact]
    public void Where_an_operator_has_the_last_word_it_waits_at_the_last_step()
    {
        var ramp = Ramps.Running(Terms with { Manual = true }).Advance("", 2).Advance("", 3).Advance("good", 4);

        Assert.Equal((RampState.Paused, 5_000, RampReasons.AwaitsPromotion), (ramp.State, ramp.Share, ramp.Reason));
        Assert.Equal((RampState.Promoted, 10_000), (ramp.Promote(RampReasons.Operator, null, 5).State, ramp.Promote(RampReasons.Operator, null, 5).Share));
    }

    [Fact]
    public void A_pause_keeps_the_share_and_resuming_keeps_the_step()
    {
        var paused = Started.Advance("", 2).Pause(RampReasons.Operator, null, 3);

        Assert.Equal((RampState.Paused, 1_000), (paused.State, paused.Share));
        var resumed = paused.Resume(4);
        Assert.Equal((RampState.Running, 1_000, 1, 4L), (resumed.State, resumed.Share, resumed.Step, resumed.SinceMs));
        Assert.False(paused.RaisesOver(Started.Advance("", 2)));
        Assert.False(resumed.RaisesOver(paused));
    }

    [Theory]
    [InlineData(RampState.Running)]
    [InlineData(RampState.Paused)]
    [InlineData(RampState.Promoted)]
    public void Whatever_it_was_a_roll_back_leaves_the_canary_nothing(RampState from)
    {
        var ramp = from == RampState.Running ? Started : from == RampState.Paused ? Started.Pause("p", null, 2) : Started.Promote("p", null, 2);

        var back = ramp.RollBack(RampReasons.ErrorRate, "why", 9);

        Assert.Equal((RampState.RolledBack, 0, RampReasons.ErrorRate, "why", 9L), (back.State, back.Share, back.Reason, back.Message, back.SinceMs));
        Assert.True(back.Version > ramp.Version);
    }

    [Fact]
    public void What_was_rolled_back_is_brought_back_by_a_new_start_only()
    {
        foreach (var same in new Func<Ramp, Ramp>[] { r => r.Advance("", 10), r => r.Resume(10), r => r.Promote("operator", null, 10), r => r.Pause("operator", null, 10), r => r.RollBack("operator", null, 10) })
        {
            var before = RolledBack;
            Assert.Same(before, same(before));
        }
        var started = RolledBack.Start(Terms, 10);
        Assert.Equal((RampState.Running, 100, null), (started.State, started.Share, started.Reason));
        Assert.True(started.Run > RolledBack.Run);
        Assert.True(started.RaisesOver(RolledBack));
    }

    [Fact]
    public void Another_plan_begins_anew_and_other_numbers_do_not()
    {
        var second = Started.Advance("", 2);

        var judged = second.Under(Terms with { Version = 2, Margin = 0.05 }, 3);
        Assert.Equal((second.Version, second.Share, 0.05), (judged.Version, judged.Share, judged.Terms!.Margin));
        var anew = second.Under(Terms with { Version = 2, Plan = "p/newer at 500", Steps = [500] }, 3);
        Assert.Equal((RampState.Running, 500), (anew.State, anew.Share));
        Assert.True(anew.Run > second.Run);
    }

    [Fact]
    public void Old_terms_are_passed_over()
    {
        Assert.Same(Started, Started.Under(Terms with { Plan = "p/older at 1", Version = 1 }, 3));
        Assert.Same(Started, Started.Under(Terms with { Plan = "p/older at 1", Version = 0 }, 3));
    }

    [Fact]
    public void After_a_roll_back_another_plan_waits_for_an_operator_too()
    {
        var other = Terms with { Version = 2, Plan = "p/newer at 500", Steps = [500] };

        var ramp = RolledBack.Under(other, 10);

        Assert.Equal((RampState.RolledBack, 0, "p/newer at 500"), (ramp.State, ramp.Share, ramp.Terms!.Plan));
        Assert.True(ramp.Version > RolledBack.Version);
        Assert.Equal(500, ramp.Start(other, 11).Share);
    }

    [Fact]
    public void Of_two_accounts_of_one_run_the_one_that_knows_of_a_roll_back_holds()
    {
        var further = Started.Advance("", 2).Advance("", 3).Advance("", 4);
        var restarted = RolledBack.Start(Terms, 20);

        Assert.Equal(RampState.RolledBack, RolledBack.Or(further).State);
        Assert.Equal(RampState.RolledBack, further.Or(RolledBack).State);
        Assert.Same(restarted, RolledBack.Or(restarted));
        Assert.Same(restarted, restarted.Or(RolledBack));
        Assert.Same(further, Started.Or(further));
    }

    [Fact]
    public void A_roll_back_that_the_store_did_not_learn_of_is_heeded_for_its_own_run_only()
    {
        Assert.Equal((RampState.RolledBack, "told"), (Started.Heed(Started.Run, RampReasons.ErrorRate, "told", 5).State, Started.Heed(Started.Run, RampReasons.ErrorRate, "told", 5).Message));
        var restarted = RolledBack.Start(Terms, 20_000);
        Assert.Same(restarted, restarted.Heed(Started.Run, RampReasons.ErrorRate, "told", 5));
    }

    [Fact]
    public void A_start_after_a_lost_store_is_later_than_one_before_it() =>
        Assert.True(new Ramp().Start(Terms, 2_000).Run > Started.Run);

    [Fact]
    public void Terms_are_those_of_the_catalog_or_the_defaults()
    {
        var target = new TargetName { Provider = "p", Model = "m" };
        var usual = RampTerms.Of(new RampSpec { Target = target }, 7);
        Assert.Equal("p/m at 100 500 1000 2500 5000", usual.Plan);
        Assert.Equal([100, 500, 1_000, 2_500, 5_000], usual.Steps);
        Assert.Equal((7L, 300_000L, 200, 0.01, 1_800_000L, null, false), (usual.Version, usual.StepMs, usual.MinimumCalls, usual.Margin, usual.PauseAfterMs, usual.SlowerBy, usual.Manual));

        var own = RampTerms.Of(
            new RampSpec { Target = target, Steps = [0.01m, 33.33m], StepMs = 1_000, MinimumCalls = 50, MarginPercent = 2.5m, PauseAfterMs = 5_000, SlowerBy = 1.5m, Promote = RampPromotion.Manual }, 8);
        Assert.Equal([1, 3_333], own.Steps);
        Assert.Equal((1_000L, 50, 0.025, 5_000L, 1.5, true), (own.StepMs, own.MinimumCalls, own.Margin, own.PauseAfterMs, own.SlowerBy, own.Manual));
    }
}
