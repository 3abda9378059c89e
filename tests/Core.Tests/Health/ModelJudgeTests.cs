using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

/// <summary>What is a model's own failure, and what is that of its key or provider.</summary>
public sealed class ModelJudgeTests
{
    [Fact]
    public void A_model_that_fails_while_another_is_well_goes_out_alone()
    {
        var script = new EndpointScript(keys: 1).Succeeds("k1", model: "b").Fails("k1", times: 4, model: "a");
        Assert.Empty(script.Tripped);

        script.Fails("k1", model: "a");

        Assert.Equal(["k1/a"], script.Tripped);
        Assert.Equal(EndpointState.Active, script.Health.State);
    }

    [Fact]
    public void However_many_calls_it_gets_the_key_and_the_provider_stay()
    {
        var script = Well(keys: 2);
        for (var i = 0; i < 200; i++)
            script.After(20).Fails($"k{1 + (i % 2)}", times: 9, model: "a").Succeeds($"k{1 + (i % 2)}", model: "b");

        Assert.Equal(EndpointState.Active, script.Health.State);
        Assert.Equal(["k1/a", "k2/a"], script.Tripped.Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(script.Pardoned);
    }

    [Fact]
    public void With_one_model_in_use_it_is_the_key_as_ever()
    {
        Assert.Equal(["k1"], new EndpointScript(keys: 1).Fails("k1", times: 5, model: "a").Tripped);
        // Not called for ten seconds is not in use.
        Assert.Equal(["k1"], new EndpointScript(keys: 1).Succeeds("k1", 50, model: "b").After(10_000).Fails("k1", times: 5, model: "a").Tripped);
        Assert.Equal(["k1/a"], new EndpointScript(keys: 1).Succeeds("k1", 50, model: "b").After(9_000).Fails("k1", times: 5, model: "a").Tripped);
    }

    [Fact]
    public void When_all_models_in_use_fail_it_is_the_key() =>
        Assert.Equal(["k1"], new EndpointScript(keys: 1).Fails("k1", times: 3, model: "a").Fails("k1", model: "b").Fails("k1", model: "c").Tripped);

    [Fact]
    public void When_they_fail_at_half_of_the_keys_it_is_the_provider()
    {
        var script = new EndpointScript(keys: 2);
        for (var i = 0; i < 5; i++)
            script.Fails($"k{1 + (i % 2)}", model: i % 3 == 0 ? "a" : "b");

        Assert.Equal(EndpointState.Open, script.Health.State);
        Assert.Empty(script.Tripped);
    }

    [Fact]
    public void The_rest_that_follows_at_its_key_takes_the_word_back_and_is_the_keys()
    {
        var script = new EndpointScript(keys: 1).Succeeds("k1", 20, model: "b").Fails("k1", times: 5, model: "a");
        Assert.Equal(["k1/a"], script.Tripped);

        script.After(2_000).Fails("k1", model: "b");

        Assert.Equal(["k1/a", "k1"], script.Tripped);
        Assert.Equal(["k1/a"], script.Pardoned);
    }

    [Fact]
    public void The_rest_that_follows_at_other_keys_makes_it_the_providers()
    {
        var script = new EndpointScript(keys: 2).Succeeds("k1", 20, model: "b").Succeeds("k2", 20, model: "b").Fails("k1", times: 5, model: "a");
        Assert.Equal(["k1/a"], script.Tripped);

        script.After(2_000).Fails("k2", model: "b");

        Assert.Equal(EndpointState.Open, script.Health.State);
        Assert.Equal(["k1/a"], script.Pardoned);
    }

    [Fact]
    public void But_not_after_something_has_succeeded_or_ten_seconds_have_passed()
    {
        Assert.Equal(["k1/a"], Accused().Succeeds("k1", model: "b").Fails("k1", model: "b").Tripped);
        Assert.Equal(["k1/a"], Accused().After(10_000).Fails("k1", model: "b").Tripped);

        static EndpointScript Accused() => new EndpointScript(keys: 1).Succeeds("k1", model: "b").Fails("k1", times: 5, model: "a");
    }

    [Fact]
    public void A_single_failure_of_a_model_that_is_called_now_and_then_does_not_follow_from_another_models_many()
    {
        var script = new EndpointScript(keys: 1).Succeeds("k1", model: "b").Fails("k1", times: 60, model: "a").Succeeds("k1", model: "b").Fails("k1", model: "b");

        Assert.All(script.Tripped, part => Assert.Equal("k1/a", part));
        Assert.Empty(script.Pardoned);
    }

    [Fact]
    public void A_model_that_fails_at_half_of_the_keys_goes_out_at_all_that_fail_with_it_at_once()
    {
        var script = Well(keys: 4);
        for (var i = 0; i < 5; i++)
            script.Fails($"k{1 + (i % 2)}", model: "a");

        Assert.Equal(["k1/a", "k2/a"], script.Tripped);
        // And each of the others after one failure more, unless it succeeds somewhere.
        Assert.Equal(["k1/a", "k2/a", "k3/a"], script.Fails("k3", model: "a").Tripped);
        Assert.Equal(["k1/a", "k2/a", "k3/a"], script.Succeeds("k4", model: "a").Fails("k4", model: "a").Tripped);
        Assert.Equal(EndpointState.Active, script.Health.State);
    }

    [Fact]
    public void By_share_as_well()
    {
        var script = Well(keys: 2);
        for (var i = 0; i < 7; i++)
            script.After(50).Succeeds($"k{1 + (i % 2)}", model: "a").Fails($"k{1 + (i % 2)}", times: 2, model: "a").Succeeds("k1", model: "b");

        Assert.Equal(["k1/a", "k2/a"], script.Tripped.Order(StringComparer.Ordinal));
        Assert.Equal(EndpointState.Active, script.Health.State);
    }

    [Theory]
    [InlineData("b", "a", EndpointState.Active)]
    [InlineData("b", "b", EndpointState.Open)]
    [InlineData("", "a", EndpointState.Open)]
    [InlineData(null, "a", EndpointState.Open)]
    public void After_a_trial_with_one_model_the_failure_of_another_does_not_take_the_provider_back(string? trial, string failing, EndpointState state)
    {
        var script = EndpointJudgeTests.Open();
        var ticket = script.Due().Asks()!;
        script.Health = script.Health.ProbeSucceeded(ticket.Id, script.NowMs, 0, trial);

        Assert.Equal(state, script.Fails("k1", model: failing).Health.State);
    }

    [Theory]
    [InlineData("b", "a", KeyHealthState.Active)]
    [InlineData("b", "b", KeyHealthState.Open)]
    [InlineData("", "a", KeyHealthState.Open)]
    [InlineData(null, "a", KeyHealthState.Open)]
    public void Nor_the_key(string? trial, string failing, KeyHealthState state)
    {
        var script = new KeyHealthScript().Trips(Failures.Outage).Due();
        var ticket = script.Asks()!;
        script.Does((key, now) => key.ProbeSucceeded(ticket.Id, now, 0, trial));

        Assert.Equal(state, script.Fails(Failures.Outage, model: failing).Key.State);
        // What is the key's own does, and so does no connection, whatever the model.
        var again = new KeyHealthScript().Trips(Failures.Outage).Due();
        ticket = again.Asks()!;
        again.Does((key, now) => key.ProbeSucceeded(ticket.Id, now, 0, "b"));
        Assert.Equal(KeyHealthState.Open, again.Fails(FailureClassifier.Transport(TransportFault.ConnectFailed), model: "a").Key.State);
    }

    [Fact]
    public void Where_no_connection_comes_about_no_model_is_to_blame()
    {
        var refused = FailureClassifier.Transport(TransportFault.ConnectFailed);

        Assert.Equal(["k1"], new EndpointScript(keys: 1).Succeeds("k1", 20, model: "b").Fails("k1", refused, times: 5, model: "a").Tripped);
        var two = Well(keys: 2);
        for (var i = 0; i < 5; i++)
            two.Fails($"k{1 + (i % 2)}", refused, model: "a");
        Assert.Equal(EndpointState.Open, two.Health.State);
    }

    [Fact]
    public void Names_that_callers_make_up_are_counted_by_themselves_to_a_bound_and_then_together()
    {
        var script = new EndpointScript(keys: 1).Succeeds("k1", model: "b");
        for (var i = 0; i < 254; i++)
            script.Succeeds("k1", model: $"made-up-{i}");

        Assert.Equal(["k1/last"], script.Fails("k1", times: 5, model: "last").Tripped);
        Assert.Equal(["k1/last", "k1"], script.Succeeds("k1", model: "b").Fails("k1", times: 5, model: "one too many").Tripped);
        // What is not called any more makes room.
        Assert.Equal("k1/another", script.After(10_000).Succeeds("k1", model: "b").Fails("k1", times: 5, model: "another").Tripped[^1]);
        Assert.Equal("k1", script.Succeeds("k1", model: "b").Fails("k1", times: 5, model: new string('x', 257)).Tripped[^1]);
    }

    private static EndpointScript Well(int keys)
    {
        var script = new EndpointScript(keys);
        for (var i = 1; i <= keys; i++)
            script.Succeeds($"k{i}", model: "b").Succeeds($"k{i}", model: "a");
        return script;
    }
}
