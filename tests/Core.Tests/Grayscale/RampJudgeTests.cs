using AiGateway.Core.Grayscale;
using CsCheck;

namespace AiGateway.Core.Tests.Grayscale;

public sealed class RampJudgeTests
{
    private static readonly RampTerms Terms = Ramps.Terms;

    private static readonly RampCounts Success = Ramps.Counts(1, 0);
    private static readonly RampCounts Failure = Ramps.Counts(1, 1);
    private static readonly RampCounts Nothing = new();

    private readonly RampJudge _judge = new() { Ramp = Ramps.Running() };

    [Fact]
    public void A_step_takes_its_time_and_its_calls()
    {
        _judge.Hear(Ramps.Counts(199, 0), Ramps.Counts(10_000, 0));
        Assert.Same(_judge.Ramp, _judge.Decide(1_000_000));
        _judge.Hear(Ramps.Counts(1, 0), new RampCounts());
        Assert.Same(_judge.Ramp, _judge.Decide(60_999));

        Assert.Equal((1_000, 1), (_judge.Decide(61_000).Share, _judge.Decide(61_000).Step));
    }

    [Fact]
    public void At_the_next_step_both_sides_are_counted_anew()
    {
        _judge.Hear(Ramps.Counts(200, 0), Ramps.Counts(10_000, 0));
        _judge.Ramp = _judge.Decide(61_000);

        Assert.Equal((0, 0), (_judge.Canary.Calls, _judge.Baseline.Calls));
        Assert.Same(_judge.Ramp, _judge.Decide(10_000_000));
    }

    [Fact]
    public void A_bad_canary_goes_back_in_the_middle_of_a_step_and_what_it_was_judged_by_stays_to_be_seen()
    {
        _judge.Hear(Ramps.Counts(25, 6), Ramps.Counts(2_475, 20));

        _judge.Ramp = _judge.Decide(1_001);

        Assert.Equal((RampState.RolledBack, 0, RampReasons.ErrorRate), (_judge.Ramp.State, _judge.Ramp.Share, _judge.Ramp.Reason));
        Assert.Equal(25, _judge.Canary.Calls);
        Assert.Same(_judge.Ramp, _judge.Decide(1_000_000_000));
    }

    [Fact]
    public void What_stays_unsure_is_paused_and_a_model_that_nobody_calls_waits()
    {
        Assert.Same(_judge.Ramp, _judge.Decide(100_000_000));
        Assert.Null(_judge.DueMs);
        _judge.Hear(Ramps.Counts(200, 6), Ramps.Counts(2_000, 20));
        Assert.Same(_judge.Ramp, _judge.Decide(200_000_000));
        Assert.Equal(200_600_000, _judge.DueMs);
        Assert.Same(_judge.Ramp, _judge.Decide(200_599_999));

        var paused = _judge.Decide(200_600_000);
        Assert.Equal((RampState.Paused, 100, RampReasons.Inconclusive), (paused.State, paused.Share, paused.Reason));
    }

    [Fact]
    public void It_asks_to_be_looked_at_when_the_step_has_had_its_time()
    {
        _judge.Hear(Ramps.Counts(200, 0), Ramps.Counts(2_000, 0));

        Assert.Equal(61_000, _judge.DueMs);
    }

    [Fact]
    public void A_paused_ramp_stays_however_good_and_goes_back_if_bad()
    {
        _judge.Ramp = _judge.Ramp.Pause(RampReasons.Operator, null, 2_000);
        _judge.Hear(Ramps.Counts(1_000, 0), Ramps.Counts(10_000, 0));
        Assert.Same(_judge.Ramp, _judge.Decide(3_000));

        _judge.Hear(Ramps.Counts(400, 200), Ramps.Counts(400, 0));
        Assert.Equal(RampState.RolledBack, _judge.Decide(3_001).State);
    }

    [Fact]
    public void What_a_paused_canary_did_well_long_ago_does_not_hide_that_it_turns_bad()
    {
        _judge.Ramp = _judge.Ramp.Pause(RampReasons.Operator, null, 2_000);
        _judge.Hear(Ramps.Counts(100_000, 0), Ramps.Counts(100_000, 0));
        _judge.Decide(63_000);
        Assert.Equal(0, _judge.Canary.Calls);

        _judge.Hear(Ramps.Counts(40, 10), Ramps.Counts(1_000, 0));
        Assert.Equal(RampState.RolledBack, _judge.Decide(63_001).State);
    }

    [Theory]
    [InlineData(0.01, 0.001)]
    [InlineData(0.05, 0.005)]
    public void Of_ten_thousand_ramps_of_a_canary_as_good_as_the_others_few_are_rolled_back(double rate, double most)
    {
        // Looked at after every one of the canary's first 200 calls: each is a chance to be wrong.
        var wrong = Enumerable.Range(0, 10_000).AsParallel().Count(seed => CallsUntilRolledBack(new Random(seed), rate, rate, share: 1_000, most: 200) is not null);

        Assert.True(wrong <= most * 10_000, $"{wrong} of 10,000 were rolled back");
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(1_000, 150)]
    [InlineData(5_000, 350)]
    public void A_canary_that_fails_a_fifth_of_its_calls_is_rolled_back_within_few_of_them(int share, int calls) =>
        Gen.Int[0, 1_000_000].Sample(seed => Assert.InRange(CallsUntilRolledBack(new Random(seed), 0.2, 0.01, share, most: 1_000) ?? int.MaxValue, 5, calls), iter: 300);

    [Fact]
    public void Whatever_is_heard_the_share_rises_only_by_steps_in_their_time_and_never_after_a_roll_back() =>
        Gen.Select(Gen.Int[0, 300], Gen.Int[0, 20], Gen.Int[0, 500], Gen.Int[0, 40_000]).Array[1, 60].Sample(history =>
        {
            var (judge, now) = (new RampJudge { Ramp = Ramps.Running() }, 1_000L);
            foreach (var (calls, failures, others, wait) in history)
            {
                now += wait;
                judge.Hear(Ramps.Counts(calls, Math.Min(calls, failures)), Ramps.Counts(others, 0));
                var (before, judged) = (judge.Ramp, judge.Canary.Judged);
                judge.Ramp = judge.Decide(now);
                if (judge.Ramp.Share > before.Share)
                    Assert.True(before.State == RampState.Running && now - before.SinceMs >= Terms.StepMs && judged >= Terms.MinimumCalls);
                if (before.State is RampState.RolledBack or RampState.Promoted)
                    Assert.Same(before, judge.Ramp);
                Assert.Equal(judge.Ramp.State == RampState.RolledBack ? 0 : judge.Ramp.State == RampState.Promoted ? RampTerms.Whole : Terms.Steps[judge.Ramp.Step], judge.Ramp.Share);
            }
        });

    /// <summary>Calls of the canary's until it is rolled back; null when it is not within so many.</summary>
    private static int? CallsUntilRolledBack(Random random, double canaryRate, double baselineRate, int share, int most)
    {
        var judge = new RampJudge { Ramp = Ramps.Running(Terms with { Steps = [share] }) };
        var rotation = new WeightedRotation(RampTerms.Whole - share, share);
        for (var calls = 0; calls < most;)
        {
            var isCanary = rotation.Next() == 1;
            var one = random.NextDouble() < (isCanary ? canaryRate : baselineRate) ? Failure : Success;
            judge.Hear(isCanary ? one : Nothing, isCanary ? Nothing : one);
            if (!isCanary)
                continue;
            calls++;
            if (judge.Decide(2_000).State == RampState.RolledBack)
                return calls;
        }
        return null;
    }
}
