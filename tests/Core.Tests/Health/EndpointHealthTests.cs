using System.Text.Json;
using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

public sealed class EndpointHealthTests
{
    [Fact]
    public void An_open_endpoint_gives_out_one_ticket_when_its_time_is_up()
    {
        var script = EndpointJudgeTests.Open();
        Assert.Null(script.Asks());

        var ticket = script.Due().Asks();

        Assert.Equal(new ProbeTicket("t2", script.NowMs + 15_000, ProbeKind.RealCall), ticket);
        Assert.Equal((EndpointState.Probing, 15_000L), (script.Health.State, script.LeftMs));
        Assert.Null(script.Asks());
    }

    [Fact]
    public void A_success_brings_it_back_slowly_and_a_second_one_for_good()
    {
        var script = EndpointJudgeTests.Open().Probes();
        Assert.Equal((EndpointState.Active, null, null), (script.Health.State, script.Health.Reason, script.Health.UntilMs));
        Assert.Equal(new SlowStart(script.NowMs, 10_000), script.Health.SlowStart);

        Assert.Equal(EndpointState.Active, script.Succeeds("k1").FailsEach(4).Health.State);
        Assert.Equal(EndpointState.Open, EndpointJudgeTests.Open().Probes().Fails("k3").Health.State);
    }

    [Fact]
    public void The_open_time_doubles_with_each_trial_in_vain()
    {
        var script = EndpointJudgeTests.Open(random: 1);
        var times = new List<long?> { script.LeftMs };
        for (var i = 0; i < 8; i++)
            times.Add(script.Probes(Failures.Outage).LeftMs);

        Assert.Equal([2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000], times);
    }

    [Fact]
    public void It_lasts_at_least_as_long_as_the_provider_asks() =>
        Assert.Equal(20_000, new EndpointScript(keys: 2).Under(new HealthTerms { Version = 1, ConsecutiveFailures = 2 })
            .FailsEach(2, Failures.Outage with { RetryAfterMs = 20_000 }).LeftMs);

    [Fact]
    public void An_answer_that_blames_the_key_or_the_caller_shows_that_the_provider_is_back()
    {
        foreach (var answer in new[] { Failures.Dead, Failures.Throttle(), Failures.Billing(), Failures.NoModel, Failures.BadRequest })
            Assert.Equal(EndpointState.Active, EndpointJudgeTests.Open().Probes(answer).Health.State);
    }

    [Fact]
    public void A_trial_that_was_cancelled_or_not_let_in_never_heals_and_the_next_may_try_at_once()
    {
        foreach (var answer in new[] { Failures.Cancelled, Failures.Region })
        {
            var script = EndpointJudgeTests.Open().Probes(answer);
            Assert.Equal((EndpointState.Open, 0L), (script.Health.State, script.LeftMs));
            Assert.NotNull(script.Asks());
        }
        var open = EndpointJudgeTests.Open();
        var ticket = open.Due().Asks()!;
        open.Health = open.Health.ProbeCancelled(ticket.Id, open.NowMs, 0).ProbeSucceeded(ticket.Id, open.NowMs, 0);
        Assert.Equal((EndpointState.Open, 0L), (open.Health.State, open.LeftMs));
    }

    [Fact]
    public void A_trial_that_misses_its_deadline_has_failed_and_the_next_is_a_cheap_one()
    {
        var script = EndpointJudgeTests.Open();
        script.Due().Asks();
        script.After(15_000).Health = script.Health.ProbeSucceeded("t1", script.NowMs, 0);

        Assert.Equal((EndpointState.Open, 2_000L), (script.Health.State, script.LeftMs));
        Assert.Equal(ProbeKind.Synthetic, script.Due().Asks()!.Kind);
    }

    [Fact]
    public void An_unknown_ticket_is_worth_nothing()
    {
        var script = EndpointJudgeTests.Open();
        script.Due().Asks();
        var before = script.Health;

        script.Health = script.Health.ProbeSucceeded("forged", script.NowMs, 0).ProbeFailed("forged", Failures.Outage, script.NowMs, 0).ProbeCancelled("forged", script.NowMs, 0);

        Assert.Same(before, script.Health);
    }

    [Fact]
    public void An_operator_brings_it_back_at_once_and_to_the_full()
    {
        var script = EndpointJudgeTests.Open(random: 1);
        script.Health = script.Health.Unblock(script.NowMs);

        Assert.Equal((EndpointState.Active, null, 0), (script.Health.State, script.Health.SlowStart, script.Health.Openings));
        Assert.Equal(2, script.Health.Version);
    }

    [Fact]
    public void It_survives_being_written_as_JSON_in_every_state()
    {
        var probing = EndpointJudgeTests.Open();
        probing.Due().Asks();
        foreach (var health in new[] { new(), EndpointJudgeTests.Open().Health, probing.Health, EndpointJudgeTests.Open().Probes().Health })
        {
            var text = JsonSerializer.Serialize(health);
            Assert.Equal(health, JsonSerializer.Deserialize<EndpointHealth>(text));
        }
    }
}
