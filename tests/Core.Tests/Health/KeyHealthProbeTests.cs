using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

public sealed class KeyHealthProbeTests
{
    [Fact]
    public void An_open_key_gives_out_one_ticket_when_its_time_is_up()
    {
        var script = Open();
        Assert.Null(script.Asks());

        var ticket = script.Due().Asks();

        Assert.Equal(new ProbeTicket("t2", script.NowMs + 15_000, ProbeKind.RealCall), ticket);
        Assert.Equal((KeyHealthState.Probing, ticket!.DeadlineMs), (script.Key.State, script.Key.UntilMs));
        Assert.False(script.Key.IsUsable(script.NowMs));
        Assert.Null(script.Asks());
        Assert.Null(script.After(14_999).Asks());
    }

    [Fact]
    public void A_parked_key_is_tried_with_a_call_of_the_gateways_own()
    {
        Assert.Equal(ProbeKind.Synthetic, new KeyHealthScript().Fails(Failures.Dead).Due().Asks()?.Kind);
        Assert.Equal(ProbeKind.Synthetic, new KeyHealthScript().Fails(Failures.Billing()).Due().Asks()?.Kind);
    }

    [Fact]
    public void Keys_in_use_throttled_or_disabled_need_no_probe()
    {
        Assert.Null(new KeyHealthScript().Asks());
        Assert.Null(new KeyHealthScript().Fails(Failures.Throttle(5_000)).Due().Asks());
        Assert.Null(new KeyHealthScript().Does((key, now) => key.Disable(null, now)).After(long.MaxValue / 4).Asks());
    }

    [Fact]
    public void A_trial_that_succeeds_brings_the_key_back_with_a_tenth_of_its_share()
    {
        var script = Open().Probes();

        Assert.Equal((KeyHealthState.Active, null, null, null), (script.Key.State, script.Key.Reason, script.Key.UntilMs, script.Key.Probe));
        Assert.Equal(new SlowStart(script.NowMs, 10_000), script.Key.SlowStart);
        Assert.Equal(10_000, script.Key.SlowStart!.LeftMs(script.NowMs));
    }

    [Fact]
    public void A_circuit_takes_two_successes_in_a_row()
    {
        Assert.Equal((KeyHealthState.Open, 2_000L), StateOf(Open().Probes().Fails(Failures.Outage)));
        Assert.Equal((KeyHealthState.Open, 2_000L), StateOf(Open().Probes().Fails(Failures.Fault)));
        Assert.Equal((KeyHealthState.Open, 2_000L), StateOf(Open().Probes().Fails(Failures.Overloaded)));
        Assert.Equal(KeyHealthState.Active, Open().Probes().Succeeds().Fails(Failures.Fault, times: 4).Key.State);
        Assert.Equal(KeyHealthState.Active, Open().Probes().Succeeds().Fails(Failures.Outage, times: 40).Key.State);
        Assert.Equal(KeyHealthState.Active, new KeyHealthScript().Fails(Failures.Dead).Probes().Fails(Failures.Fault).Key.State);
    }

    [Fact]
    public void A_throttle_in_between_is_neither_of_them_and_no_new_beginning()
    {
        var script = Open().Probes();
        var slow = script.Key.SlowStart;

        script.Fails(Failures.Throttle(500)).Due().Ticks();

        Assert.Equal((KeyHealthState.Active, true, slow), (script.Key.State, script.Key.Proving, script.Key.SlowStart));
    }

    [Fact]
    public void Whatever_comes_back_by_a_trial_starts_slowly_and_nothing_else_does()
    {
        Assert.NotNull(new KeyHealthScript().Fails(Failures.Dead).Probes().Key.SlowStart);
        Assert.NotNull(new KeyHealthScript().Fails(Failures.Billing()).Probes().Key.SlowStart);
        Assert.Null(new KeyHealthScript().Fails(Failures.Throttle(500)).Due().Ticks().Key.SlowStart);
        Assert.Null(Open().Does((key, now) => key.Unblock(now)).Key.SlowStart);
        Assert.Null(Open().Probes().Fails(Failures.Fault).Key.SlowStart);
        Assert.Null(Open().Does((key, _) => key.Under(new HealthTerms { Version = 1, SlowStartMs = 0 })).Probes().Key.SlowStart);
    }

    [Fact]
    public void After_a_trial_that_missed_its_deadline_the_next_does_not_wait_for_a_slow_answer()
    {
        var script = Open();
        Assert.Equal(ProbeKind.RealCall, script.Due().Asks()!.Kind);
        Assert.Equal(ProbeKind.Synthetic, script.Due().Ticks().Due().Asks()!.Kind);
        script.Does((key, now) => key.ProbeFailed("t2", Failures.Fault, "m", now, 0));
        Assert.Equal(ProbeKind.RealCall, script.Due().Asks()!.Kind);
    }

    [Fact]
    public void An_edge_that_is_not_let_in_proves_nothing_of_the_key()
    {
        Assert.Equal((KeyHealthState.Open, 0L), StateOf(Open().Probes(Failures.Region)));
        Assert.Equal((KeyHealthState.Dead, 0L), StateOf(new KeyHealthScript().Fails(Failures.Dead).Probes(Failures.Region)));
    }

    [Fact]
    public void A_call_of_the_gateways_own_that_is_understood_closes_a_circuit_but_proves_no_credential()
    {
        foreach (var answer in new[] { Failures.BadRequest, Failures.NoModel })
        {
            Assert.Equal(KeyHealthState.Active, Open().Probes(answer, model: "").Key.State);
            Assert.Equal(KeyHealthState.Dead, new KeyHealthScript().Fails(Failures.Dead).Probes(answer, model: "").Key.State);
        }
        Assert.Equal(KeyHealthState.Open, Open().Probes(Failures.Cancelled, model: "").Key.State);
    }

    [Fact]
    public void A_failure_opens_it_for_longer()
    {
        var script = Open().Probes(Failures.Overloaded);

        Assert.Equal((KeyHealthState.Open, 2_000, "overloaded_error"), (script.Key.State, script.LeftMs, script.Key.Reason));
    }

    [Fact]
    public void A_throttle_fails_the_probe_with_its_time()
    {
        Assert.Equal((KeyHealthState.Open, 45_000L), StateOf(Open().Probes(Failures.Throttle(45_000))));
        Assert.Equal((KeyHealthState.QuotaOut, 600_000L), StateOf(Open().Probes(Failures.Throttle(600_000))));
        Assert.Equal((KeyHealthState.QuotaOut, 900_000L), StateOf(Open().Probes(Failures.Billing())));
        Assert.Equal((KeyHealthState.Dead, 2_000L), StateOf(Open().Probes(Failures.Dead)));
    }

    [Fact]
    public void A_probe_that_a_caller_spoiled_proves_nothing_and_the_next_may_try_at_once()
    {
        Assert.Equal((KeyHealthState.Open, 0L), StateOf(Open().Probes(Failures.BadRequest)));
        Assert.Equal((KeyHealthState.Open, 0L), StateOf(Open().Probes(Failures.Cancelled)));
        var script = Open().Probes(Failures.NoModel, "gone");
        Assert.Equal((KeyHealthState.Open, 0L), StateOf(script));
        Assert.Equal("gone", Assert.Single(script.Key.BlockedModels).Model);
        Assert.NotNull(script.Asks());
    }

    [Fact]
    public void A_cancelled_probe_never_heals_and_the_next_may_try_at_once()
    {
        var script = Open();
        var ticket = script.Due().Asks()!;

        script.Does((key, now) => key.ProbeCancelled(ticket.Id, now, 0));

        Assert.Equal((KeyHealthState.Open, 0L), StateOf(script));
        Assert.Equal(1, script.Key.Openings);
        Assert.NotNull(script.Asks());
        script.Does((key, now) => key.ProbeSucceeded(ticket.Id, now, 0));
        Assert.Equal(KeyHealthState.Probing, script.Key.State);
    }

    [Fact]
    public void A_probe_that_misses_its_deadline_has_failed()
    {
        var script = Open();
        var ticket = script.Due().Asks()!;

        script.After(15_000).Does((key, now) => key.ProbeSucceeded(ticket.Id, now, 0));

        Assert.Equal((KeyHealthState.Open, 2_000L), StateOf(script));
        Assert.NotNull(script.Due().Asks());
    }

    [Fact]
    public void Asking_after_the_deadline_notices_it_too()
    {
        var script = Open();
        script.Due().Asks();

        Assert.Null(script.After(15_000).Asks());
        Assert.Equal((KeyHealthState.Open, 2_000L), StateOf(script));
    }

    [Fact]
    public void An_unknown_ticket_is_worth_nothing()
    {
        var script = Open();
        script.Due().Asks();
        var before = script.Key;

        script.Does((key, now) => key.ProbeSucceeded("forged", now, 0).ProbeFailed("forged", Failures.Dead, "m", now, 0).ProbeCancelled("forged", now, 0));

        Assert.Equal((before.State, before.Version), (script.Key.State, script.Key.Version));
        Assert.Equal(KeyHealthState.Active, new KeyHealth().ProbeFailed("t1", Failures.Dead, "m", 0, 0).State);
    }

    [Fact]
    public void What_calls_report_while_the_probe_is_out_waits_for_its_result_unless_it_is_worse()
    {
        var script = Open();
        script.Due().Asks();

        Assert.Equal(KeyHealthState.Probing, script.Fails(Failures.Fault, times: 9).Fails(Failures.Throttle(9_000)).Succeeds(9).Key.State);
        Assert.Equal(KeyHealthState.Dead, script.Fails(Failures.Dead).Key.State);
    }

    [Fact]
    public void A_ticket_needs_an_id() => Assert.Throws<ArgumentException>(() => new KeyHealth().TryIssueProbe("", 0, 0));

    private static KeyHealthScript Open() => new KeyHealthScript().Fails(Failures.Fault, times: 5);

    private static (KeyHealthState, long?) StateOf(KeyHealthScript script) => (script.Key.State, script.LeftMs);
}
