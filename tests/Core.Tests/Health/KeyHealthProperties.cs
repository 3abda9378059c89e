using AiGateway.Core.Health;
using CsCheck;

namespace AiGateway.Core.Tests.Health;

/// <summary>What holds through any history of signals.</summary>
public sealed class KeyHealthProperties
{
    private static readonly UpstreamFailure[] _failures =
    [
        // Faults are the most frequent, or no circuit would ever open.
        .. Enumerable.Repeat(Failures.Fault, 20), Failures.Dead, Failures.Region, Failures.Overloaded, Failures.NoModel,
        Failures.Billing(), Failures.Billing(60_000), Failures.Throttle(), Failures.Throttle(3_000), Failures.Throttle(300_000),
        Failures.Throttle(2_000, FailureScope.KeyModel), Failures.BadRequest, Failures.Cancelled,
        Failures.Throttle(1_000, FailureScope.Request),
    ];

    private enum Signal
    {
        Fail, Succeed, Ask, ProbeSucceeds, ProbeFails, ProbeCancelled, StaleSucceeds, Forged, Tick, Wait, Disable, Enable, Unblock,
    }

    private static readonly Gen<Signal> _signal = Gen.Frequency(
        (6, Gen.Const(Signal.Fail)), (2, Gen.Const(Signal.Wait)), (2, Gen.Const(Signal.Ask)), (5, Gen.Enum<Signal>()));

    private static readonly Gen<Step[]> _history = Gen.Select(_signal, Gen.Int[0, _failures.Length - 1], Gen.Int[0, 1_200_000], Gen.Double[0, 1])
        .Select((signal, failure, ms, random) => new Step(signal, _failures[failure], signal == Signal.Wait ? ms : ms % 400, random)).Array[1, 80];

    [Fact]
    public void A_ticket_is_never_held_by_two_at_once() => _history.Sample(history =>
    {
        ProbeTicket? held = null;
        Play(history, (before, after, move) =>
        {
            if (move.Issued is { } issued)
            {
                // Whoever held one before has lost it by its deadline, or gave it back, or the key went elsewhere.
                Assert.True(held is null || held.DeadlineMs <= move.NowMs || before.Probe?.Id != held.Id);
                Assert.NotEqual(KeyHealthState.Probing, before.Tick(move.NowMs, 0).State);
                held = issued;
            }
            Assert.Equal(after.State == KeyHealthState.Probing, after.Probe is not null);
        });
    });

    [Fact]
    public void Cancelled_forged_and_stale_tickets_never_heal() => _history.Sample(history => Play(history, (before, after, move) =>
    {
        if (move.Signal is Signal.ProbeCancelled or Signal.Forged or Signal.StaleSucceeds && before.State is not KeyHealthState.Throttled)
            Assert.Equal(before.State == KeyHealthState.Active, after.State == KeyHealthState.Active);
    }));

    [Fact]
    public void A_fault_of_the_caller_never_changes_anything() => _history.Sample(history => Play(history, (_, after, move) =>
    {
        foreach (var failure in _failures.Where(failure => !failure.MovesOn || failure.Scope == FailureScope.Request))
            Assert.Same(after, after.Failed(failure, "m", move.NowMs, 0.5));
    }));

    [Fact]
    public void The_version_grows_by_one_with_each_visible_change_and_only_then() => _history.Sample(history => Play(history, (before, after, _) =>
        Assert.Equal(View(before) == View(after) ? before.Version : before.Version + 1, after.Version)));

    [Fact]
    public void Dead_never_becomes_active_but_by_a_probe_or_an_operator() => _history.Sample(history => Play(history, (before, after, move) =>
    {
        var wasDead = before.State == KeyHealthState.Dead || (before.State == KeyHealthState.Probing && before.ProbedFrom == KeyHealthState.Dead);
        if (wasDead && after.State == KeyHealthState.Active)
            Assert.True(move.Signal is Signal.ProbeSucceeds or Signal.Unblock);
        if (wasDead && move.Signal != Signal.Unblock)
            Assert.NotEqual(KeyHealthState.Throttled, after.State);
    }));

    [Fact]
    public void Only_enable_ends_disabled() => _history.Sample(history => Play(history, (before, after, move) =>
    {
        if (before.State == KeyHealthState.Disabled && after.State != KeyHealthState.Disabled)
            Assert.Equal(Signal.Enable, move.Signal);
    }));

    [Fact]
    public void The_parts_of_a_state_always_fit_together() => _history.Sample(history => Play(history, (_, after, move) =>
    {
        var open = after.State is KeyHealthState.Active or KeyHealthState.Disabled;
        Assert.Equal(open, after.UntilMs is null);
        Assert.Equal(after.State == KeyHealthState.Active, after.Reason is null);
        Assert.Equal(after.Tick(move.NowMs, 0).State is KeyHealthState.Active, after.IsUsable(move.NowMs));
        Assert.True(after.Breaker.Buckets.Count <= 10 && after.Openings is >= 0 and <= 10);
        Assert.True(after.UntilMs is null || after.UntilMs <= move.NowMs + (long)(1.1 * RetryAfterReader.LongestMs));
        Assert.True(after.State != KeyHealthState.Open || after.UntilMs <= move.NowMs + 300_000);
    }));

    [Fact]
    public void Every_key_that_is_out_comes_back_when_its_provider_is_well_again() => _history.Sample(history =>
    {
        var (key, now) = Play(history, (_, _, _) => { });
        if (key.State == KeyHealthState.Disabled)
            return;
        for (var i = 0; i < 4 && !key.IsUsable(now); i++)
        {
            now = Math.Max(now, key.UntilMs ?? now);
            (key, var ticket) = key.TryIssueProbe($"well{i}", now, 0);
            key = ticket is null ? key : key.ProbeSucceeded(ticket.Id, now + 10, 0);
        }
        Assert.True(key.IsUsable(now));
    });

    private static (KeyHealth Key, long NowMs) Play(Step[] history, Action<KeyHealth, KeyHealth, Move> check)
    {
        var key = new KeyHealth();
        var now = KeyHealthScript.StartMs;
        var tickets = new List<string> { "none" };
        foreach (var step in history)
        {
            now += step.Ms;
            var before = key;
            ProbeTicket? issued = null;
            if (step.Signal == Signal.Ask)
            {
                (key, issued) = key.TryIssueProbe($"t{tickets.Count}", now, step.Random);
                if (issued is not null)
                    tickets.Add(issued.Id);
            }
            else
            {
                key = Apply(key, step, now, tickets);
            }
            check(before, key, new(step.Signal, now, issued));
        }
        return (key, now);
    }

    private static KeyHealth Apply(KeyHealth key, Step step, long now, List<string> tickets) => step.Signal switch
    {
        Signal.Fail => key.Failed(step.Failure, "m", now, step.Random),
        Signal.Succeed => key.Succeeded(3, now),
        Signal.ProbeSucceeds => key.ProbeSucceeded(tickets[^1], now, step.Random),
        Signal.ProbeFails => key.ProbeFailed(tickets[^1], step.Failure, "m", now, step.Random),
        Signal.ProbeCancelled => key.ProbeCancelled(tickets[^1], now, step.Random),
        Signal.StaleSucceeds => key.ProbeSucceeded(tickets[Math.Max(0, tickets.Count - 2)], now, step.Random),
        Signal.Forged => key.ProbeSucceeded("forged", now, step.Random),
        Signal.Disable => key.Disable("by hand", now),
        Signal.Enable => key.Enable(now),
        Signal.Unblock => key.Unblock(now),
        _ => key.Tick(now, step.Random),
    };

    private static string View(KeyHealth key) => string.Join('|', key.State, key.Reason, key.Message, key.UntilMs, key.SinceMs, key.Probe, key.SlowStart,
        string.Join(',', key.BlockedModels));

    private sealed record Step(Signal Signal, UpstreamFailure Failure, int Ms, double Random);

    private sealed record Move(Signal Signal, long NowMs, ProbeTicket? Issued);
}
