using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

/// <summary>The circuit that a key has for one of its models.</summary>
public sealed class KeyHealthCircuitOfModelTests
{
    private const string Model = "a";

    [Fact]
    public void It_opens_on_the_word_of_the_endpoints_owner_and_the_key_goes_on()
    {
        var script = Tripped();

        Assert.Equal((KeyHealthState.Active, KeyHealthState.Open, 1_000L), (script.Key.State, Of(script).State, LeftMs(script)));
        Assert.Equal(("connection_reset", 1L), (Of(script).Reason, script.Key.Version));
        Assert.False(script.Key.IsUsable(script.NowMs, Model));
        Assert.True(script.Key.IsUsable(script.NowMs, "b"));
        Assert.Null(script.Key.NextDueMs);
    }

    [Fact]
    public void It_stays_open_as_long_as_a_keys_and_as_the_provider_asks()
    {
        Assert.Equal(30_000, LeftMs(new KeyHealthScript().Does((key, now) => key.TripModel(Model, Failures.Outage with { RetryAfterMs = 30_000 }, now, 0))));
        var script = Tripped(random: 1);
        long[] open = [2_000, 4_000, 8_000, 16_000];
        foreach (var ms in open)
        {
            Assert.Equal(ms, LeftMs(script));
            Probe(script, Failures.Outage);
        }
        Assert.Equal(Failures.Outage.ReasonCode, Of(script).Reason);
    }

    [Fact]
    public void It_has_one_ticket_when_it_is_due_and_the_key_has_none()
    {
        var script = Tripped();
        Assert.Null(Ask(script, "early"));
        script.After(1_000);

        var ticket = Ask(script, "t");

        Assert.Equal(new ProbeTicket("t", script.NowMs + 15_000, ProbeKind.RealCall), ticket);
        Assert.Null(Ask(script, "second"));
        Assert.Equal((KeyHealthState.Active, KeyHealthState.Probing), (script.Key.State, Of(script).State));
        Assert.Equal(script.NowMs + 15_000, script.Key.NextDueMs);
    }

    [Fact]
    public void A_trial_nobody_reports_fails_at_its_deadline_and_the_next_is_the_gateways_own()
    {
        var script = Tripped();
        script.After(1_000);
        Assert.NotNull(Ask(script, "t"));

        script.After(15_000).Ticks();

        Assert.Equal((KeyHealthState.Open, 2_000L), (Of(script).State, LeftMs(script)));
        script.After(2_000);
        Assert.Equal(ProbeKind.Synthetic, Ask(script, "u")!.Kind);
    }

    [Fact]
    public void Two_successes_close_it_and_it_starts_slowly()
    {
        var script = Probe(Tripped());
        Assert.Equal((KeyHealthState.Active, true, 10_000L), (Of(script).State, Of(script).Proving, Of(script).SlowStart!.LeftMs(script.NowMs)));

        script.Does((key, now) => key.SucceededWith(Model, 1, now)).Fails(Failures.Outage, model: Model);

        Assert.Equal(KeyHealthState.Active, Of(script).State);
    }

    [Fact]
    public void A_failure_instead_of_the_second_opens_it_again_for_twice_as_long_and_spares_the_key()
    {
        var script = Probe(Tripped());

        script.Fails(Failures.Outage, model: "b");
        Assert.Equal(KeyHealthState.Active, Of(script).State);
        script.Fails(Failures.Outage, model: Model);

        Assert.Equal((KeyHealthState.Open, 2_000L, KeyHealthState.Active), (Of(script).State, LeftMs(script), script.Key.State));
    }

    [Fact]
    public void A_trial_that_meets_what_is_the_keys_own_proves_nothing_of_the_model_and_is_held_against_the_key()
    {
        var dead = Probe(Tripped(), Failures.Dead);
        Assert.Equal((KeyHealthState.Dead, KeyHealthState.Open, 0L), (dead.Key.State, Of(dead).State, LeftMs(dead)));
        var throttled = Probe(Tripped(), Failures.Throttle(5_000));
        Assert.Equal((KeyHealthState.Throttled, KeyHealthState.Open), (throttled.Key.State, Of(throttled).State));
        var missing = Probe(Tripped(), Failures.NoModel);
        Assert.Equal(Model, Assert.Single(missing.Key.BlockedModels).Model);
        Assert.Empty(Of(missing).BlockedModels);
    }

    [Fact]
    public void A_trial_that_was_cancelled_or_meets_a_callers_mistake_lets_the_next_one_try_at_once()
    {
        foreach (var failure in new[] { Failures.Cancelled, Failures.BadRequest, Failures.Region })
        {
            var script = Probe(Tripped(), failure);
            Assert.Equal((KeyHealthState.Active, KeyHealthState.Open, 0L), (script.Key.State, Of(script).State, LeftMs(script)));
            Assert.NotNull(Ask(script, "next"));
        }
        var cancelled = Tripped().After(1_000);
        Ask(cancelled, "t");
        Assert.Equal(KeyHealthState.Open, Of(cancelled.Does((key, now) => key.ProbeCancelled("t", now, 0))).State);
        Assert.Equal(KeyHealthState.Open, Of(cancelled.Does((key, now) => key.ProbeSucceeded("t", now, 0))).State);
    }

    [Fact]
    public void A_cheap_call_that_is_wrong_for_the_model_was_answered_all_the_same() =>
        Assert.Equal(KeyHealthState.Active, Of(Probe(Tripped(), Failures.BadRequest, asked: "")).State);

    [Fact]
    public void It_is_pardoned_as_if_it_had_never_opened()
    {
        var script = Tripped().Does((key, now) => key.PardonModel(Model, now));

        Assert.Equal((KeyHealthState.Active, 0, false), (Of(script).State, Of(script).Openings, Of(script).Proving));
        Assert.Empty(script.Ticks().Key.Models);
    }

    [Fact]
    public void While_the_key_is_out_it_is_neither_opened_nor_tried()
    {
        var dead = new KeyHealthScript().Fails(Failures.Dead).Does((key, now) => key.TripModel(Model, Failures.Outage, now, 0));
        Assert.Empty(dead.Key.Models);

        var script = Tripped().After(1_000).Fails(Failures.Dead);
        Assert.Null(Ask(script, "t"));
    }

    [Fact]
    public void An_operator_clears_it_with_the_key()
    {
        Assert.Empty(Tripped().Does((key, now) => key.Unblock(now)).Key.Models);
        Assert.Empty(Tripped().Does((key, now) => key.Disable("spent", now)).Key.Models);
    }

    [Fact]
    public void It_is_forgotten_when_it_has_been_well_for_long_enough()
    {
        var script = Probe(Tripped()).Does((key, now) => key.SucceededWith(Model, 5, now));
        Assert.Single(script.After(59_999).Ticks().Key.Models);
        var version = script.Key.Version;

        script.After(1).Does((key, now) => key.SucceededWith(Model, 5, now));

        Assert.Empty(script.Key.Models);
        Assert.Equal(version + 1, script.Key.Version);
    }

    [Fact]
    public void There_are_never_more_than_sixty_four_and_those_in_use_make_room_first()
    {
        var script = new KeyHealthScript();
        for (var i = 0; i < 64; i++)
            script.Does((key, now) => key.TripModel($"m{i}", Failures.Outage, now, 0));
        script.After(1_000).Does((key, now) => key.TryIssueModelProbe("m7", "t", now, 0).Health).Does((key, now) => key.ProbeSucceeded("t", now, 0));

        script.Does((key, now) => key.TripModel("more", Failures.Outage, now, 0));
        Assert.Equal((64, null), (script.Key.Models.Count, script.Key.HealthFor("m7")));
        script.Does((key, now) => key.TripModel("still more", Failures.Outage, now, 0).TripModel(new string('x', 257), Failures.Outage, now, 0));

        Assert.Equal((64, "m1", "still more"), (script.Key.Models.Count, script.Key.Models[0].Model, script.Key.Models[^1].Model));
    }

    [Fact]
    public void It_is_judged_by_the_newest_numbers()
    {
        var script = new KeyHealthScript().Does((key, now) => key.Under(new HealthTerms { Version = 1, OpenMs = 70, SlowStartMs = 0 }).TripModel(Model, Failures.Outage, now, 0));
        Assert.Equal(35, LeftMs(script));

        Assert.Null(Of(Probe(script)).SlowStart);
        script.Does((key, now) => key.Under(new HealthTerms { Version = 2, OpenMs = 700 })).Fails(Failures.Outage, model: Model);
        Assert.Equal(700, LeftMs(script));
    }

    private static KeyHealthScript Tripped(double random = 0) => new KeyHealthScript(random).Does((key, now) => key.TripModel(Model, Failures.Outage, now, random));

    private static KeyHealth Of(KeyHealthScript script) => script.Key.HealthFor(Model)!;

    private static long? LeftMs(KeyHealthScript script) => Of(script).UntilMs - script.NowMs;

    private static ProbeTicket? Ask(KeyHealthScript script, string id)
    {
        ProbeTicket? ticket = null;
        script.Does((key, now) =>
        {
            (key, ticket) = key.TryIssueModelProbe(Model, id, now, 0);
            return key;
        });
        return ticket;
    }

    /// <summary>Waits until a trial is due, takes the ticket and reports success, or this failure.</summary>
    private static KeyHealthScript Probe(KeyHealthScript script, UpstreamFailure? failure = null, string asked = Model)
    {
        script.After(LeftMs(script)!.Value);
        var ticket = Ask(script, $"t{script.NowMs}") ?? throw new InvalidOperationException("No ticket was given out.");
        return script.Does((key, now) => failure is null
            ? key.ProbeSucceeded(ticket.Id, now, 1)
            : key.ProbeFailed(ticket.Id, failure, asked, now, 1));
    }
}
