using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

public sealed class KeyHealthCircuitTests
{
    [Fact]
    public void Five_faults_in_a_row_open_the_circuit()
    {
        Assert.Equal(KeyHealthState.Active, new KeyHealthScript().Fails(Failures.Fault, times: 4).Key.State);
        var script = new KeyHealthScript().Fails(Failures.Fault, times: 5);

        Assert.Equal((KeyHealthState.Open, "connection_reset"), (script.Key.State, script.Key.Reason));
    }

    [Fact]
    public void A_success_between_them_begins_the_count_anew() =>
        Assert.Equal(KeyHealthState.Active, new KeyHealthScript().Fails(Failures.Fault, times: 4).Succeeds(20).Fails(Failures.Fault, times: 4).Key.State);

    [Theory]
    [InlineData(9, KeyHealthState.Active)]
    [InlineData(10, KeyHealthState.Open)]
    public void An_overload_counts_half(int times, KeyHealthState state) =>
        Assert.Equal(state, new KeyHealthScript().Fails(Failures.KeyOverloaded, times).Key.State);

    [Theory]
    [InlineData(9, KeyHealthState.Active)]
    [InlineData(10, KeyHealthState.Open)]
    public void Half_of_at_least_twenty_calls_opens_it(int pairs, KeyHealthState state)
    {
        var script = new KeyHealthScript();
        for (var i = 0; i < pairs; i++)
            script.After(300).Succeeds().Fails(Failures.Fault);

        Assert.Equal(state, script.Key.State);
    }

    [Fact]
    public void Less_than_half_does_not()
    {
        var script = new KeyHealthScript();
        for (var i = 0; i < 100; i++)
            script.After(100).Succeeds(6).Fails(Failures.Fault, times: 4);

        Assert.Equal(KeyHealthState.Active, script.Key.State);
    }

    [Fact]
    public void Calls_of_more_than_ten_seconds_ago_are_forgotten()
    {
        var script = new KeyHealthScript().Succeeds(100);
        for (var i = 0; i < 9; i++)
            script.Succeeds().Fails(Failures.Fault);
        Assert.Equal(KeyHealthState.Active, script.After(9_000).Succeeds().Fails(Failures.Fault).Key.State);
        Assert.Equal(2, script.Key.Breaker.Buckets.Count);

        for (var i = 0; i < 9; i++)
            script.Succeeds().Fails(Failures.Fault);
        Assert.Equal(KeyHealthState.Open, script.After(1_000).Succeeds().Fails(Failures.Fault).Key.State);
    }

    [Fact]
    public void No_more_than_ten_buckets_are_kept()
    {
        var script = new KeyHealthScript();
        for (var i = 0; i < 100; i++)
            script.After(700).Succeeds();

        Assert.Equal(10, script.Key.Breaker.Buckets.Count);
    }

    [Fact]
    public void A_clock_that_was_set_back_does_not_freeze_the_window() => Assert.Equal(1,
        Assert.Single(new KeyHealthScript().Succeeds(5).After(-60_000).Succeeds().Key.Breaker.Buckets).Calls);

    [Fact]
    public void The_open_time_doubles_from_two_seconds_to_five_minutes()
    {
        var script = new KeyHealthScript(random: 1).Fails(Failures.Fault, times: 5);
        var times = new List<long?> { script.LeftMs };
        for (var i = 0; i < 9; i++)
            times.Add(script.Probes(Failures.Fault).LeftMs);

        Assert.Equal([2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000], times);
    }

    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(0.5, 1_500)]
    [InlineData(0.999, 1_999)]
    public void It_is_drawn_between_half_and_all(double random, long ms) =>
        Assert.Equal(ms, new KeyHealthScript(random).Fails(Failures.Fault, times: 5).LeftMs);

    [Theory]
    [InlineData(20_000, 20_000)]
    [InlineData(250, 1_000)]
    [InlineData(3_600_000, 300_000)]
    public void It_lasts_at_least_as_long_as_the_provider_asks_but_five_minutes_at_most(long asked, long ms) =>
        Assert.Equal(ms, new KeyHealthScript().Fails(Failures.Fault with { RetryAfterMs = asked }, times: 5).LeftMs);

    [Theory]
    [InlineData(59_999, 4_000)]
    [InlineData(60_000, 2_000)]
    public void An_opening_is_forgiven_after_a_healthy_minute(long healthyMs, long nextOpenMs) => Assert.Equal(nextOpenMs,
        new KeyHealthScript(random: 1).Fails(Failures.Fault, times: 5).Probes().Succeeds().After(healthyMs).Fails(Failures.Fault, times: 5).LeftMs);

    [Fact]
    public void Late_faults_do_not_prolong_it()
    {
        var script = new KeyHealthScript().Fails(Failures.Fault, times: 5);
        var before = script.Key;

        Assert.Same(before, script.After(500).Fails(Failures.Fault, times: 20).Succeeds(50).Key);
    }

    [Fact]
    public void A_throttle_meanwhile_keeps_it_open_until_the_limit_is_over()
    {
        var script = new KeyHealthScript().Fails(Failures.Fault, times: 5).Fails(Failures.Throttle(9_000));

        Assert.Equal((KeyHealthState.Open, 9_000), (script.Key.State, script.LeftMs));
    }

    [Fact]
    public void A_country_or_address_refused_is_no_matter_of_the_key()
    {
        var script = new KeyHealthScript().Fails(Failures.Region, times: 100);

        Assert.Equal((KeyHealthState.Active, 0L), (script.Key.State, script.Key.Version));
    }

    [Fact]
    public void What_says_something_of_the_provider_opens_no_circuit_of_a_key()
    {
        var script = new KeyHealthScript().Fails(Failures.Outage, times: 100).Fails(Failures.Overloaded, times: 100);

        Assert.Equal((KeyHealthState.Active, 0L), (script.Key.State, script.Key.Version));
    }

    [Fact]
    public void The_owner_of_the_endpoint_opens_it_when_the_key_fails_alone()
    {
        var script = new KeyHealthScript().Trips(Failures.Outage);

        Assert.Equal((KeyHealthState.Open, "connection_reset", 1_000L), (script.Key.State, script.Key.Reason, script.LeftMs));
        Assert.Same(script.Key, script.Key.Trip(Failures.Outage, script.NowMs, 0));
        Assert.Equal(KeyHealthState.Dead, new KeyHealthScript().Fails(Failures.Dead).Trips(Failures.Outage).Key.State);
    }

    [Fact]
    public void And_takes_it_back_when_it_was_the_provider()
    {
        var script = new KeyHealthScript(random: 1).Trips(Failures.Outage).Pardoned();
        Assert.Equal((KeyHealthState.Active, null, null), (script.Key.State, script.Key.Reason, script.Key.SlowStart));
        Assert.Equal(2_000, script.Trips(Failures.Outage).LeftMs);
        script.Due().Asks();
        Assert.Equal(KeyHealthState.Probing, script.Key.State);
        Assert.Equal((KeyHealthState.Active, null), (script.Pardoned().Key.State, script.Key.Probe));
    }

    [Fact]
    public void But_pardons_nothing_that_it_did_not_do()
    {
        foreach (var failure in new[] { Failures.Fault, Failures.Dead, Failures.Billing(), Failures.Throttle(5_000) })
        {
            var script = new KeyHealthScript().Fails(failure, times: 5);
            Assert.Same(script.Key, script.Key.Pardon(script.NowMs));
        }
        var died = new KeyHealthScript().Trips(Failures.Outage).Fails(Failures.Dead);
        Assert.Equal(KeyHealthState.Dead, died.Pardoned().Key.State);
    }

    [Fact]
    public void All_numbers_come_from_the_catalog()
    {
        var terms = new HealthTerms
        {
            Version = 3, ConsecutiveFailures = 2, OpenMs = 100, LongestOpenMs = 300, ProbeDeadlineMs = 7_000, SlowStartMs = 50, ThrottleMs = 10, LongestThrottleMs = 15,
            ParkMs = 4_000, LongestParkMs = 5_000, ModelUnavailableMs = 900,
        };
        KeyHealthScript Under() => new KeyHealthScript(random: 1).Does((key, _) => key.Under(terms));

        Assert.Equal(KeyHealthState.Active, Under().Fails(Failures.Fault).Key.State);
        Assert.Equal(100, Under().Fails(Failures.Fault, times: 2).LeftMs);
        Assert.Equal(300, Under().Fails(Failures.Fault, times: 2).Probes(Failures.Fault).Probes(Failures.Fault).Probes(Failures.Fault).LeftMs);
        Assert.Equal(7_000, Under().Fails(Failures.Fault, times: 2).Due().Does((key, now) => key.TryIssueProbe("t", now, 1).Health).LeftMs);
        Assert.Equal(50, Under().Fails(Failures.Fault, times: 2).Probes().Key.SlowStart!.LengthMs);
        Assert.Equal(16, Under().Fails(Failures.Throttle()).Due().Fails(Failures.Throttle()).LeftMs);
        Assert.Equal(4_000, Under().Fails(Failures.Billing()).LeftMs);
        Assert.Equal(5_000, Under().Fails(Failures.Billing()).Probes(Failures.Billing()).LeftMs);
        Assert.Equal(990, Assert.Single(Under().Fails(Failures.NoModel).Key.BlockedModels).UntilMs - KeyHealthScript.StartMs);
    }

    [Fact]
    public void An_older_catalog_does_not_change_them_back()
    {
        var key = new KeyHealth().Under(new HealthTerms { Version = 3, OpenMs = 500 });

        Assert.Same(key, key.Under(new HealthTerms { Version = 2 }));
        Assert.Same(key, key.Under(null));
        Assert.Same(key, key.Under(new HealthTerms { Version = 3, OpenMs = 500 }));
        Assert.Equal(2_000, key.Under(new HealthTerms { Version = 4 }).Terms.OpenMs);
        Assert.Equal(0, key.Under(new HealthTerms { Version = 4 }).Version);
        Assert.Equal(500, key.Fails().Unblock(0).Terms.OpenMs);
    }
}

file static class KeyHealthSteps
{
    public static KeyHealth Fails(this KeyHealth key) => key.Failed(Failures.Dead, "m", 0, 0);
}
