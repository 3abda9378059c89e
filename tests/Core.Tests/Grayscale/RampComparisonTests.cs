using AiGateway.Core.Grayscale;
using CsCheck;

namespace AiGateway.Core.Tests.Grayscale;

public sealed class RampComparisonTests
{
    private static readonly RampTerms Terms = Ramps.Terms;
    private static readonly RampTerms Paced = Terms with { SlowerBy = 1.5 };

    [Fact]
    public void Two_sides_without_failures_are_alike() => Assert.Equal(RampFinding.Good, Of((200, 0), (200, 0)));

    [Fact]
    public void Failures_of_both_below_half_a_percent_are_alike() => Assert.Equal(RampFinding.Good, Of((1_000, 4), (10_000, 49)));

    [Fact]
    public void More_failures_than_the_margin_lets_pass_are_not_sure_at_first_and_bad_when_they_are_clear()
    {
        Assert.Equal(RampFinding.Open, Of((200, 6), (2_000, 20)));
        Assert.Equal(RampFinding.Bad, Of((2_000, 100), (20_000, 200)));
    }

    [Fact]
    public void The_margin_is_what_more_may_fail()
    {
        Assert.Equal(RampFinding.Bad, Of((20_000, 500), (20_000, 100)));
        Assert.Equal(RampFinding.Good, RampComparison.Of(Terms with { Margin = 0.03 }, Ramps.Counts(20_000, 500), Ramps.Counts(20_000, 100)).Finding);
    }

    [Fact]
    public void A_canary_that_is_better_than_the_baseline_is_good() => Assert.Equal(RampFinding.Good, Of((500, 5), (500, 100)));

    [Fact]
    public void A_few_failures_are_no_ground_to_roll_back_whatever_the_rate()
    {
        Assert.Equal(RampFinding.Open, Of((10, 4), (10_000, 0)));
        Assert.Equal(RampFinding.Open, Of((19, 5), (10_000, 0)));
        Assert.Equal(RampFinding.Bad, Of((20, 5), (10_000, 0)));
    }

    [Fact]
    public void Five_failures_in_a_row_need_no_statistics()
    {
        var canary = Ramps.Counts(10_000, 0);
        for (var i = 0; i < 4; i++)
            canary.AddFailure(passing: false);
        Assert.NotEqual(RampFinding.Bad, RampComparison.Of(Terms, canary, Ramps.Counts(100, 0)).Finding);
        canary.AddFailure(passing: false);

        Assert.Equal((RampFinding.Bad, RampReasons.FailuresInARow), (RampComparison.Of(Terms, canary, Ramps.Counts(100, 0)).Finding, RampComparison.Of(Terms, canary, new RampCounts()).Reason));
    }

    [Fact]
    public void A_key_over_its_rate_limit_neither_makes_nor_breaks_the_row()
    {
        var counts = Ramps.Counts(1_000, 0);
        for (var i = 0; i < 10; i++)
            counts.AddFailure(passing: true);
        Assert.Equal((0, 10L), (counts.InARow, counts.Failures));
        for (var i = 0; i < 4; i++)
        {
            counts.AddFailure(passing: false);
            counts.AddFailure(passing: true);
            counts.AddNeutral();
        }
        Assert.Equal(4, counts.InARow);
    }

    [Fact]
    public void Without_a_baseline_the_canary_is_held_against_a_rate_of_one_percent()
    {
        Assert.Equal(RampFinding.Open, Of((40, 12), (0, 0)));
        Assert.Equal(RampFinding.Bad, Of((60, 12), (0, 0)));
        Assert.Equal(RampFinding.Bad, Of((60, 12), (19, 0)));
        Assert.Equal(RampFinding.Good, Of((200, 0), (0, 0)));
        Assert.Equal(RampFinding.Open, Of((200, 2), (0, 0)));
    }

    [Fact]
    public void The_figures_are_told() => Assert.Equal(
        "canary 5 of 20 failed (11.19–46.87 %), baseline 0 of 400 failed (0–0.95 %)", RampComparison.Of(Terms, Ramps.Counts(20, 5), Ramps.Counts(400, 0)).Message);

    [Fact]
    public void A_slower_canary_does_not_go_on_and_a_much_slower_one_goes_back()
    {
        Assert.Equal(RampFinding.Good, RampComparison.Of(Paced, Ramps.Timed(200, 140), Ramps.Timed(200, 100)).Finding);
        Assert.Equal(RampFinding.Open, RampComparison.Of(Paced, Ramps.Timed(200, 180), Ramps.Timed(200, 100)).Finding);
        var verdict = RampComparison.Of(Paced, Ramps.Timed(200, 260), Ramps.Timed(200, 100));
        Assert.Equal((RampFinding.Bad, RampReasons.FirstToken), (verdict.Finding, verdict.Reason));
        Assert.Equal(RampFinding.Good, RampComparison.Of(Terms, Ramps.Timed(200, 260), Ramps.Timed(200, 100)).Finding);
    }

    [Fact]
    public void Tokens_a_second_count_as_well()
    {
        Assert.Equal(RampFinding.Open, RampComparison.Of(Paced, Ramps.Timed(200, 100, answerMs: 1_800), Ramps.Timed(200, 100)).Finding);
        var verdict = RampComparison.Of(Paced, Ramps.Timed(200, 100, answerMs: 2_600), Ramps.Timed(200, 100));
        Assert.Equal((RampFinding.Bad, RampReasons.TokensPerSecond), (verdict.Finding, verdict.Reason));
        Assert.Equal("tokens a second: canary 38.5, baseline 100", verdict.Message);
    }

    [Fact]
    public void Speed_rolls_back_over_enough_calls_only_and_is_not_compared_over_few()
    {
        Assert.Equal(RampFinding.Open, RampComparison.Of(Paced, Ramps.Timed(199, 900), Ramps.Timed(400, 100)).Finding);
        var few = Ramps.Timed(49, 900, 0);
        few.Add(Ramps.Counts(200, 0));
        Assert.Equal(RampFinding.Good, RampComparison.Of(Paced, few, Ramps.Timed(400, 100, 0)).Finding);
    }

    [Fact]
    public void What_is_worse_is_never_found_good_and_what_is_better_never_bad() =>
        Gen.Select(Gen.Int[20, 3_000], Gen.Int[20, 3_000], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((canaryCalls, baselineCalls, canaryPart, baselinePart) =>
        {
            var canary = Ramps.Counts(canaryCalls, Math.Min((int)(canaryPart * canaryCalls), canaryCalls - 1));
            var baseline = Ramps.Counts(baselineCalls, (int)(baselinePart * baselineCalls));
            var finding = RampComparison.Of(Terms, canary, baseline).Finding;
            if (canary.FailureRate() > baseline.FailureRate() + Terms.Margin)
                Assert.NotEqual(RampFinding.Good, finding);
            if (canary.FailureRate() <= baseline.FailureRate())
                Assert.NotEqual(RampFinding.Bad, finding);
        });

    [Fact]
    public void Counts_add_up_in_any_cut() =>
        Gen.Int[0, 4].Array[0, 200].Select(Gen.Int[0, 200]).Sample((calls, cut) =>
        {
            var (whole, first, second) = (new RampCounts(), new RampCounts(), new RampCounts());
            for (var i = 0; i < calls.Length; i++)
            {
                Play(whole, calls[i]);
                Play(i < cut ? first : second, calls[i]);
            }
            first.Add(second);
            Assert.Equal(Text(whole), Text(first.Copy()));
        });

    private static void Play(RampCounts counts, int what)
    {
        if (what == 0)
            counts.AddNeutral();
        else if (what < 3)
            counts.AddFailure(passing: what == 1);
        else
            counts.AddSuccess(what == 3 ? 12 : null, 7, 30);
    }

    private static string Text(RampCounts counts) => System.Text.Json.JsonSerializer.Serialize(counts);

    private static RampFinding Of((long Calls, long Failures) canary, (long Calls, long Failures) baseline) =>
        RampComparison.Of(Terms, Ramps.Counts(canary.Calls, canary.Failures), Ramps.Counts(baseline.Calls, baseline.Failures)).Finding;
}
