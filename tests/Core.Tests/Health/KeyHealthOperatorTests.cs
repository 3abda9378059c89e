using System.Text.Json;
using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

public sealed class KeyHealthOperatorTests
{
    [Fact]
    public void A_disabled_key_ignores_everything_but_enable()
    {
        var script = new KeyHealthScript().Does((key, now) => key.Disable("leaked: sk-abcdefgh12345678", now));
        var disabled = script.Key;

        script.Fails(Failures.Dead).Fails(Failures.Fault, times: 9).Fails(Failures.NoModel).Succeeds(9).After(1_000_000).Ticks()
            .Does((key, now) => key.Unblock(now).Disable("again", now).ProbeSucceeded("t1", now, 0));

        Assert.Equal((KeyHealthState.Disabled, disabled.Version), (script.Key.State, script.Key.Version));
        Assert.Equal(("disabled", "leaked: [redacted]"), (script.Key.Reason, script.Key.Message));
        Assert.Null(script.Key.NextDueMs);
        Assert.Equal(KeyHealthState.Active, script.Does((key, now) => key.Enable(now)).Key.State);
    }

    [Fact]
    public void Enable_does_nothing_to_a_key_that_is_not_disabled() =>
        Assert.Equal(KeyHealthState.Dead, new KeyHealthScript().Fails(Failures.Dead).Does((key, now) => key.Enable(now)).Key.State);

    [Fact]
    public void Unblock_brings_back_any_other_key_and_clears_its_counts()
    {
        foreach (var failure in new[] { Failures.Dead, Failures.Billing(), Failures.Throttle(90_000) })
        {
            var script = new KeyHealthScript().Fails(Failures.Fault, times: 4).Fails(failure).Does((key, now) => key.Unblock(now));

            Assert.Equal((KeyHealthState.Active, 2, 0), (script.Key.State, script.Key.Version, script.Key.FailedProbes));
            Assert.Equal(KeyHealthState.Active, script.Fails(Failures.Fault, times: 4).Key.State);
        }
    }

    [Fact]
    public void A_ticket_given_out_before_the_operator_stepped_in_is_void()
    {
        var script = new KeyHealthScript().Fails(Failures.Dead);
        var ticket = script.Due().Asks()!;

        script.Does((key, now) => key.Disable(null, now).ProbeSucceeded(ticket.Id, now, 0));
        Assert.Equal(KeyHealthState.Disabled, script.Key.State);
        script.Does((key, now) => key.Enable(now).ProbeFailed(ticket.Id, Failures.Dead, "m", now, 0));
        Assert.Equal(KeyHealthState.Active, script.Key.State);
    }

    [Fact]
    public void The_next_due_time_is_the_earliest_of_all()
    {
        Assert.Null(new KeyHealth().NextDueMs);
        var script = new KeyHealthScript().Fails(Failures.NoModel).Fails(Failures.Throttle(5_000));

        Assert.Equal(script.NowMs + 5_000, script.Key.NextDueMs);
        Assert.Equal(KeyHealthScript.StartMs + 300_000, script.Due().Ticks().Key.NextDueMs);
    }

    [Fact]
    public void It_survives_being_written_as_JSON_in_every_state()
    {
        var probing = new KeyHealthScript().Fails(Failures.NoModel, model: "big").Succeeds(7).Fails(Failures.Throttle()).Due().Fails(Failures.Fault, times: 5);
        probing.Due().Asks();
        KeyHealth[] keys =
        [
            new(),
            probing.Key,
            new KeyHealthScript().Succeeds(3).After(1_000).Fails(Failures.Fault, times: 2).Key,
            new KeyHealthScript().Fails(Failures.Dead).Probes(Failures.Dead).Key,
            new KeyHealthScript().Fails(Failures.Billing(5_000)).Key,
            new KeyHealthScript().Does((key, now) => key.Disable("note", now)).Key,
        ];

        foreach (var key in keys)
        {
            var json = JsonSerializer.Serialize(key);
            var read = JsonSerializer.Deserialize<KeyHealth>(json)!;

            Assert.Equivalent(key, read, strict: true);
            Assert.Equal(json, JsonSerializer.Serialize(read));
        }
    }

    [Fact]
    public void A_key_read_back_goes_on_where_it_was()
    {
        var script = new KeyHealthScript().Fails(Failures.Fault, times: 4)
            .Does((key, _) => JsonSerializer.Deserialize<KeyHealth>(JsonSerializer.Serialize(key))!).Fails(Failures.Fault);
        Assert.Equal(KeyHealthState.Open, script.Key.State);

        var ticket = script.Due().Asks()!;
        script.Does((key, now) => JsonSerializer.Deserialize<KeyHealth>(JsonSerializer.Serialize(key))!.ProbeSucceeded(ticket.Id, now, 0));
        Assert.Equal(KeyHealthState.Active, script.Key.State);
    }
}
