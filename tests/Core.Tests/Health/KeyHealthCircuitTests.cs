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
        Assert.Equal(state, new KeyHealthScript().Fails(Failures.Overloaded, times).Key.State);

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
        new KeyHealthScript(random: 1).Fails(Failures.Fault, times: 5).Probes().After(healthyMs).Fails(Failures.Fault, times: 5).LeftMs);

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
    public void A_country_or_address_refused_counts_as_a_fault_and_never_kills_the_key()
    {
        var script = new KeyHealthScript().Fails(Failures.Region, times: 4);
        Assert.Equal(KeyHealthState.Active, script.Key.State);
        Assert.Equal(KeyHealthState.Open, script.Fails(Failures.Region).Key.State);
    }
}
