using AiGateway.Core.Health;
using CsCheck;

namespace AiGateway.Core.Tests.Health;

/// <summary>What holds for a key's circuits for its models through any history of signals.</summary>
public sealed class KeyHealthModelProperties
{
    private static readonly UpstreamFailure[] _failures =
    [
        .. Enumerable.Repeat(Failures.Outage, 8), Failures.Overloaded, Failures.Dead, Failures.NoModel, Failures.Throttle(2_000), Failures.BadRequest,
        Failures.Cancelled, Failures.Region,
    ];

    private enum Signal
    {
        Trip, Pardon, Ask, ProbeSucceeds, ProbeFails, CheapProbeFails, ProbeCancelled, Stale, Fail, Succeed, Tick, Unblock,
    }

    private static readonly Gen<Step[]> _history = Gen.Select(
        Gen.Frequency((3, Gen.Const(Signal.Trip)), (4, Gen.Const(Signal.Ask)), (6, Gen.Enum<Signal>())), Gen.Int[0, 1], Gen.Int[0, _failures.Length - 1], Gen.Int[0, 5_000],
        Gen.Double[0, 1], (signal, model, failure, ms, random) => new Step(signal, model == 0 ? "a" : "b", _failures[failure], ms, random)).Array[1, 80];

    [Fact]
    public void Each_model_has_one_ticket_at_a_time_and_none_while_the_key_is_out() => _history.Sample(history =>
    {
        var held = new Dictionary<string, ProbeTicket>();
        Play(history, (before, after, move) =>
        {
            if (move.Issued is not { } issued)
                return;
            Assert.True(after.IsUsable(move.NowMs));
            if (held.TryGetValue(move.Step.Model, out var other))
                Assert.True(other.DeadlineMs <= move.NowMs || before.HealthFor(move.Step.Model)?.Probe?.Id != other.Id);
            held[move.Step.Model] = issued;
        });
    });

    [Fact]
    public void A_model_comes_back_by_a_trial_a_pardon_or_an_operator_and_nothing_else() => _history.Sample(history => Play(history, (before, after, move) =>
    {
        foreach (var model in new[] { "a", "b" })
        {
            if (!IsOut(before, model) || IsOut(after, model))
                continue;
            // The gateway's own call was answered, though it was the wrong one.
            var answered = move.Step is { Signal: Signal.CheapProbeFails, Failure.Class: FailureClass.ClientError or FailureClass.ModelUnavailable };
            Assert.True(answered || move.Step.Signal is Signal.ProbeSucceeds or Signal.Pardon or Signal.Unblock, $"{move.Step.Signal}");
        }
    }));

    [Fact]
    public void What_happens_to_one_model_changes_neither_the_key_nor_another_model() => _history.Sample(history => Play(history, (before, after, move) =>
    {
        if (move.Step.Signal is not (Signal.Trip or Signal.Pardon or Signal.Ask or Signal.ProbeSucceeds or Signal.ProbeCancelled or Signal.Stale or Signal.Succeed))
            return;
        Assert.Equal((before.State, before.UntilMs, before.Reason), (after.State, after.UntilMs, after.Reason));
        Assert.True(new[] { "a", "b" }.Count(model => IsOut(before, model) != IsOut(after, model)) <= 1);
    }));

    [Fact]
    public void The_version_grows_by_one_with_each_visible_change_and_only_then() => _history.Sample(history => Play(history, (before, after, _) =>
        Assert.Equal(View(before) == View(after) ? before.Version : before.Version + 1, after.Version)));

    [Fact]
    public void A_circuit_for_a_model_is_nothing_but_a_circuit() => _history.Sample(history => Play(history, (_, after, move) =>
    {
        foreach (var each in after.Models)
        {
            Assert.True(each.Health.State is KeyHealthState.Active or KeyHealthState.Open or KeyHealthState.Probing);
            Assert.True(each.Health.BlockedModels.Count == 0 && each.Health.Models.Count == 0);
            Assert.True(each.Health.State != KeyHealthState.Open || each.Health.UntilMs <= move.NowMs + 300_000);
        }
        Assert.Equal(after.Models.Count, after.Models.Select(each => each.Model).Distinct().Count());
    }));

    private static bool IsOut(KeyHealth key, string model) => key.HealthFor(model)?.State is KeyHealthState.Open or KeyHealthState.Probing;

    private static void Play(Step[] history, Action<KeyHealth, KeyHealth, Move> check)
    {
        var key = new KeyHealth();
        var now = KeyHealthScript.StartMs;
        var tickets = new Dictionary<string, string>();
        var last = "none";
        foreach (var step in history)
        {
            now += step.Ms;
            // Time first, so that what it brings about is not taken for the signal's doing.
            key = key.Tick(now, step.Random);
            var before = key;
            ProbeTicket? issued = null;
            var ticket = tickets.GetValueOrDefault(step.Model, "none");
            switch (step.Signal)
            {
                case Signal.Trip:
                    key = key.TripModel(step.Model, Failures.Outage, now, step.Random);
                    break;
                case Signal.Pardon:
                    key = key.PardonModel(step.Model, now);
                    break;
                case Signal.Ask:
                    (key, issued) = key.TryIssueModelProbe(step.Model, $"t{now}-{step.Random}", now, step.Random);
                    (last, tickets[step.Model]) = (ticket, issued?.Id ?? ticket);
                    break;
                case Signal.ProbeSucceeds:
                    key = key.ProbeSucceeded(ticket, now, step.Random);
                    break;
                case Signal.ProbeFails or Signal.CheapProbeFails:
                    key = key.ProbeFailed(ticket, step.Failure, step.Signal == Signal.ProbeFails ? step.Model : "", now, step.Random);
                    break;
                case Signal.ProbeCancelled:
                    key = key.ProbeCancelled(ticket, now, step.Random);
                    break;
                case Signal.Stale when last != ticket && !tickets.ContainsValue(last):
                    key = key.ProbeSucceeded(last, now, step.Random);
                    break;
                case Signal.Fail:
                    key = key.Failed(step.Failure, step.Model, now, step.Random);
                    break;
                case Signal.Succeed:
                    key = key.SucceededWith(step.Model, 2, now);
                    break;
                case Signal.Unblock:
                    key = key.Unblock(now);
                    break;
            }
            check(before, key, new Move(step, now, issued));
        }
    }

    private static string View(KeyHealth key) => string.Join('|', new object?[]
    {
        key.State, key.Reason, key.Message, key.UntilMs, key.SinceMs, key.Probe, key.SlowStart, string.Join(',', key.BlockedModels),
        string.Join(',', key.Models.Select(each => $"{each.Model}: {View(each.Health)}")),
    });

    private sealed record Step(Signal Signal, string Model, UpstreamFailure Failure, int Ms, double Random);

    private sealed record Move(Step Step, long NowMs, ProbeTicket? Issued);
}
