using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

public sealed class KeyHealthParkedTests
{
    private const long Minute = 60_000;

    [Fact]
    public void A_key_that_was_refused_is_taken_out_at_once_with_the_reason()
    {
        var script = new KeyHealthScript().Fails(Failures.Dead);

        Assert.Equal((KeyHealthState.Dead, "invalid_api_key", "The provider says invalid_api_key."), (script.Key.State, script.Key.Reason, script.Key.Message));
        Assert.False(script.Key.IsUsable(long.MaxValue));
        Assert.Equal(KeyHealthState.Dead, script.After(365L * 24 * 60 * Minute).Ticks().Succeeds(1_000).Key.State);
    }

    [Fact]
    public void A_refusal_is_verified_after_two_seconds_and_then_slowly()
    {
        var script = new KeyHealthScript().Fails(Failures.Dead);
        var waits = new List<long?> { script.LeftMs };
        for (var i = 0; i < 7; i++)
            waits.Add(script.Probes(Failures.Dead).LeftMs);

        Assert.Equal([2_000, 15 * Minute, 30 * Minute, 60 * Minute, 120 * Minute, 240 * Minute, 360 * Minute, 360 * Minute], waits);
    }

    [Fact]
    public void A_spurious_refusal_is_over_after_the_verification() =>
        Assert.Equal(KeyHealthState.Active, new KeyHealthScript().Fails(Failures.Dead).Probes().Key.State);

    [Fact]
    public void A_key_refused_again_before_its_first_success_waits_for_the_slow_probe()
    {
        var script = new KeyHealthScript().Fails(Failures.Dead).Probes().Fails(Failures.Dead);

        Assert.Equal(15 * Minute, script.LeftMs);
        Assert.Equal(2_000, script.Probes().Succeeds().Fails(Failures.Dead).LeftMs);
    }

    [Theory]
    [InlineData(KeyHealthState.Throttled)]
    [InlineData(KeyHealthState.Open)]
    [InlineData(KeyHealthState.QuotaOut)]
    [InlineData(KeyHealthState.Probing)]
    public void A_refusal_overrides_every_milder_state(KeyHealthState state) =>
        Assert.Equal(KeyHealthState.Dead, In(state).Fails(Failures.Dead).Key.State);

    [Theory]
    [InlineData(KeyHealthState.Throttled)]
    [InlineData(KeyHealthState.Open)]
    [InlineData(KeyHealthState.Probing)]
    public void So_does_an_empty_account_except_over_a_refusal(KeyHealthState state)
    {
        Assert.Equal(KeyHealthState.QuotaOut, In(state).Fails(Failures.Billing()).Key.State);
        Assert.Equal(KeyHealthState.Dead, new KeyHealthScript().Fails(Failures.Dead).Fails(Failures.Billing()).Key.State);
    }

    [Fact]
    public void Late_refusals_do_not_postpone_the_probe()
    {
        var script = new KeyHealthScript().Fails(Failures.Dead);
        var before = script.Key;

        Assert.Same(before, script.After(1_500).Fails(Failures.Dead, times: 30).Key);
    }

    [Fact]
    public void An_empty_account_is_probed_slowly()
    {
        var script = new KeyHealthScript().Fails(Failures.Billing());
        var waits = new List<long?> { script.LeftMs };
        for (var i = 0; i < 5; i++)
            waits.Add(script.Probes(Failures.Billing()).LeftMs);

        Assert.Equal([15 * Minute, 30 * Minute, 60 * Minute, 120 * Minute, 240 * Minute, 360 * Minute], waits);
    }

    [Fact]
    public void Or_when_the_provider_says_the_new_period_begins()
    {
        var script = new KeyHealthScript().Fails(Failures.Billing(7 * Minute));

        Assert.Equal((KeyHealthState.QuotaOut, 7 * Minute), (script.Key.State, script.LeftMs));
        Assert.Equal(9 * Minute, script.Fails(Failures.Billing(9 * Minute)).LeftMs);
        Assert.Equal(KeyHealthState.QuotaOut, script.After(60 * Minute).Ticks().Key.State);
        Assert.Equal(KeyHealthState.Active, script.Probes().Key.State);
    }

    [Fact]
    public void A_probe_that_finds_the_account_empty_or_the_key_refused_says_so()
    {
        Assert.Equal((KeyHealthState.QuotaOut, "insufficient_quota"), StateOf(new KeyHealthScript().Fails(Failures.Dead).Probes(Failures.Billing())));
        Assert.Equal((KeyHealthState.Dead, "invalid_api_key"), StateOf(new KeyHealthScript().Fails(Failures.Billing()).Probes(Failures.Dead)));
        Assert.Equal((KeyHealthState.QuotaOut, "rate_limit_exceeded"), StateOf(new KeyHealthScript().Fails(Failures.Dead).Probes(Failures.Throttle(200_000))));
    }

    [Fact]
    public void A_probe_that_met_a_provider_in_trouble_is_repeated_soon_and_costs_no_patience()
    {
        var script = new KeyHealthScript().Fails(Failures.Dead);

        Assert.Equal((30_000, "invalid_api_key"), (script.Probes(Failures.Fault).LeftMs, script.Key.Reason));
        Assert.Equal(30_000, script.Probes(Failures.Overloaded).LeftMs);
        Assert.Equal(50_000, script.Probes(Failures.Throttle(50_000)).LeftMs);
        Assert.Equal(15 * Minute, script.Probes(Failures.Dead).LeftMs);
    }

    [Fact]
    public void A_probe_that_was_asked_wrongly_is_repeated_slowly()
    {
        Assert.Equal(15 * Minute, new KeyHealthScript().Fails(Failures.Dead).Probes(Failures.BadRequest).LeftMs);
        Assert.Equal(30 * Minute, new KeyHealthScript().Fails(Failures.Billing()).Probes(Failures.NoModel).LeftMs);
    }

    [Fact]
    public void The_time_it_went_out_is_remembered_through_probes_in_vain()
    {
        var script = new KeyHealthScript().After(77).Fails(Failures.Dead);

        Assert.Equal(KeyHealthScript.StartMs + 77, script.Probes(Failures.Dead).Probes(Failures.Fault).Key.SinceMs);
    }

    private static (KeyHealthState, string?) StateOf(KeyHealthScript script) => (script.Key.State, script.Key.Reason);

    private static KeyHealthScript In(KeyHealthState state)
    {
        var script = new KeyHealthScript();
        switch (state)
        {
            case KeyHealthState.Throttled:
                script.Fails(Failures.Throttle(5_000));
                break;
            case KeyHealthState.QuotaOut:
                script.Fails(Failures.Billing());
                break;
            default:
                script.Fails(Failures.Fault, times: 5);
                if (state == KeyHealthState.Probing)
                    Assert.NotNull(script.Due().Asks());
                break;
        }
        Assert.Equal(state, script.Key.State);
        return script;
    }
}
