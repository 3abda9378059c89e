using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

public sealed class KeyHealthThrottleTests
{
    [Fact]
    public void A_throttled_key_comes_back_by_itself_at_the_time_the_provider_named()
    {
        var script = new KeyHealthScript().Fails(Failures.Throttle(5_000));

        Assert.Equal((KeyHealthState.Throttled, 5_000L, "rate_limit_exceeded"), (script.Key.State, script.LeftMs, script.Key.Reason));
        Assert.False(script.Key.IsUsable(script.NowMs + 4_999));
        Assert.True(script.Key.IsUsable(script.NowMs + 5_000));
        Assert.Equal(KeyHealthState.Throttled, script.After(4_999).Ticks().Key.State);
        Assert.Equal((KeyHealthState.Active, null, null), (script.After(1).Ticks().Key.State, script.Key.Reason, script.Key.UntilMs));
    }

    [Fact]
    public void Jitter_adds_up_to_a_tenth() =>
        Assert.Equal(5_499, new KeyHealthScript(random: 0.9999).Fails(Failures.Throttle(5_000)).LeftMs);

    [Fact]
    public void Without_a_stated_time_the_wait_doubles_up_to_a_minute()
    {
        var script = new KeyHealthScript();
        var waits = new List<long?>();
        for (var i = 0; i < 8; i++)
            waits.Add(script.Due().Fails(Failures.Throttle()).LeftMs);

        Assert.Equal([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000], waits);
    }

    [Fact]
    public void A_success_makes_it_begin_at_a_second_again() =>
        Assert.Equal(1_000, new KeyHealthScript()
            .Fails(Failures.Throttle()).Due().Fails(Failures.Throttle()).Due().Succeeds().Fails(Failures.Throttle()).LeftMs);

    [Fact]
    public void Late_reports_of_the_same_limit_change_nothing()
    {
        var script = new KeyHealthScript().Fails(Failures.Throttle(5_000));
        var before = script.Key;

        script.After(10).Fails(Failures.Throttle(5_000), times: 50).Fails(Failures.Throttle(), times: 50).Fails(Failures.Fault, times: 50);

        Assert.Equal((before.UntilMs, before.Version, before.State), (script.Key.UntilMs, script.Key.Version, script.Key.State));
    }

    [Fact]
    public void A_clearly_later_time_prolongs_it()
    {
        var script = new KeyHealthScript().Fails(Failures.Throttle(5_000)).Fails(Failures.Throttle(9_000));

        Assert.Equal((9_000, 2), (script.LeftMs, script.Key.Version));
    }

    [Fact]
    public void Late_successes_do_not_end_it() =>
        Assert.Equal(KeyHealthState.Throttled, new KeyHealthScript().Fails(Failures.Throttle(5_000)).Succeeds(100).Key.State);

    [Fact]
    public void A_success_after_its_time_finds_it_over() =>
        Assert.Equal(KeyHealthState.Active, new KeyHealthScript().Fails(Failures.Throttle(5_000)).Due().Succeeds().Key.State);

    [Fact]
    public void A_throttle_is_no_fault_of_the_circuit() =>
        Assert.Equal(0, new KeyHealthScript().Fails(Failures.Throttle(250)).Due().Ticks().Key.Openings);

    [Theory]
    [InlineData(120_000, KeyHealthState.Throttled)]
    [InlineData(120_001, KeyHealthState.QuotaOut)]
    public void A_throttle_of_more_than_two_minutes_is_parked_like_an_empty_account(long ms, KeyHealthState state)
    {
        var script = new KeyHealthScript().Fails(Failures.Throttle(ms));

        Assert.Equal((state, ms, "rate_limit_exceeded"), (script.Key.State, script.LeftMs, script.Key.Reason));
    }

    [Fact]
    public void A_limit_that_is_kept_for_each_model_blocks_only_the_model()
    {
        var script = new KeyHealthScript().Fails(Failures.Throttle(5_000, FailureScope.KeyModel), model: "big");

        Assert.Equal(KeyHealthState.Active, script.Key.State);
        Assert.False(script.Key.IsUsable(script.NowMs, "big"));
        Assert.True(script.Key.IsUsable(script.NowMs, "small"));
        Assert.True(script.Key.IsUsable(script.NowMs + 5_000, "big"));
    }

    [Fact]
    public void Without_a_model_it_rests_the_whole_key() =>
        Assert.Equal(KeyHealthState.Throttled, new KeyHealthScript().Fails(Failures.Throttle(5_000, FailureScope.KeyModel), model: null).Key.State);
}
