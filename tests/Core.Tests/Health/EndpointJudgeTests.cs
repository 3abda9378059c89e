using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

public sealed class EndpointJudgeTests
{
    [Fact]
    public void When_half_of_the_keys_fail_the_endpoint_opens_and_no_key_does()
    {
        var script = new EndpointScript().Fails("k1").Fails("k2").Fails("k1").Fails("k2");
        Assert.Equal(EndpointState.Active, script.Health.State);

        script.Fails("k1");

        Assert.Equal((EndpointState.Open, "connection_reset", 1_000L), (script.Health.State, script.Health.Reason, script.LeftMs));
        Assert.Empty(script.Tripped);
    }

    [Fact]
    public void What_one_key_meets_alone_opens_its_own_circuit()
    {
        var script = new EndpointScript().Fails("k1", times: 5);

        Assert.Equal(EndpointState.Active, script.Health.State);
        Assert.Equal(["k1"], script.Tripped);
    }

    [Fact]
    public void With_a_single_key_the_circuit_of_the_key_does_the_work()
    {
        var script = new EndpointScript(keys: 1).Fails("k1", times: 50);

        Assert.Equal(EndpointState.Active, script.Health.State);
        Assert.Equal(10, script.Tripped.Count);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    [InlineData(10, 5)]
    [InlineData(11, 6)]
    public void At_least_half_of_them_must_take_part(int keys, int enough)
    {
        Assert.Equal(EndpointState.Open, Rounds(keys, enough).Health.State);
        Assert.Equal(EndpointState.Active, Rounds(keys, enough - 1).Health.State);

        static EndpointScript Rounds(int keys, int failing)
        {
            var script = new EndpointScript(keys);
            for (var round = 0; round < 4; round++)
                script.FailsEach(failing);
            return script.Fails("k1");
        }
    }

    [Fact]
    public void A_success_of_any_key_begins_the_count_anew() =>
        Assert.Equal(EndpointState.Active, new EndpointScript().FailsEach(4).Succeeds("k3").FailsEach(4).Health.State);

    [Theory]
    [InlineData(9, EndpointState.Active)]
    [InlineData(10, EndpointState.Open)]
    public void An_overload_counts_half(int times, EndpointState state)
    {
        var script = new EndpointScript(keys: 2);
        for (var i = 0; i < times; i++)
            script.Fails($"k{i % 2}", Failures.Overloaded);

        Assert.Equal(state, script.Health.State);
    }

    [Fact]
    public void A_key_that_seemed_to_fail_alone_is_pardoned_when_others_follow()
    {
        var script = new EndpointScript().Fails("k1", times: 5).After(2_000).Fails("k2");

        Assert.Equal(EndpointState.Open, script.Health.State);
        Assert.Equal(["k1"], script.Tripped);
        Assert.Equal(["k1"], script.Pardoned);
    }

    [Fact]
    public void But_not_after_it_has_succeeded_or_ten_seconds_have_passed()
    {
        Assert.Equal(EndpointState.Active, new EndpointScript().Fails("k1", times: 5).Succeeds("k1").Fails("k2", times: 4).Health.State);
        var late = new EndpointScript().Fails("k1", times: 5).After(10_000).Fails("k2", times: 4);
        Assert.Equal(EndpointState.Active, late.Health.State);
        Assert.Empty(late.Pardoned);
    }

    [Fact]
    public void Half_of_at_least_twenty_calls_is_enough_when_half_of_the_keys_fail_mostly()
    {
        var script = new EndpointScript(keys: 2);
        for (var i = 0; i < 4; i++)
            script.After(100).Succeeds("k1").Fails("k1").Succeeds("k2").Fails("k2");
        Assert.Equal(EndpointState.Active, script.Health.State);
        Assert.Equal(EndpointState.Open, script.After(100).Succeeds("k1").Fails("k1").Succeeds("k2").Fails("k2").Health.State);
        Assert.Empty(script.Tripped);
    }

    [Fact]
    public void A_bad_key_among_good_ones_never_opens_the_endpoint_however_many_calls_it_gets()
    {
        var script = new EndpointScript(keys: 2);
        for (var i = 0; i < 200; i++)
            script.After(20).Fails("k1").Fails("k1").Succeeds("k2", 2);
        script.Fails("k2").Succeeds("k2", 5).Fails("k1", times: 4);

        Assert.Equal(EndpointState.Active, script.Health.State);
        Assert.All(script.Tripped, key => Assert.Equal("k1", key));
        Assert.NotEmpty(script.Tripped);
    }

    [Fact]
    public void What_is_the_keys_or_the_callers_own_counts_nothing()
    {
        var script = new EndpointScript();
        foreach (var failure in new[] { Failures.Dead, Failures.Billing(), Failures.Throttle(), Failures.NoModel, Failures.BadRequest, Failures.Cancelled, Failures.Region, Failures.Fault })
            script.FailsEach(4, failure).FailsEach(4, failure);

        Assert.Equal((EndpointState.Active, 0L), (script.Health.State, script.Health.Version));
        Assert.Empty(script.Tripped);
    }

    [Fact]
    public void What_was_begun_before_it_opened_changes_nothing()
    {
        var script = Open();
        var before = script.Health;

        Assert.Same(before, script.After(500).FailsEach(4).FailsEach(4).Succeeds("k1", 50).Health);
        Assert.Empty(script.Tripped);
    }

    [Fact]
    public void The_numbers_come_from_the_catalog() =>
        Assert.Equal(70, new EndpointScript(random: 1).Under(new HealthTerms { Version = 1, ConsecutiveFailures = 2, OpenMs = 70 }).FailsEach(2).LeftMs);

    internal static EndpointScript Open(double random = 0) => new EndpointScript(random: random).FailsEach(4).Fails("k1");
}
