using AiGateway.Core.Health;
using CsCheck;

namespace AiGateway.Core.Tests.Health;

/// <summary>What holds for an endpoint and its keys through any history.</summary>
public sealed class EndpointProperties
{
    private const int Keys = 6;

    private enum Signal
    {
        Fail, Overload, Succeed, Ask, ProbeSucceeds, ProbeFails, ProbeCancelled, Forged, Wait,
    }

    private static readonly Gen<Step[]> _history = Gen.Select(
        Gen.Frequency((6, Gen.Const(Signal.Fail)), (2, Gen.Const(Signal.Succeed)), (5, Gen.Enum<Signal>())), Gen.Int[1, Keys], Gen.Int[0, 30_000], Gen.Double[0, 1],
        (signal, key, ms, random) => new Step(signal, $"k{key}", signal == Signal.Wait ? ms : ms % 300, random)).Array[1, 120];

    [Fact]
    public void A_ticket_is_never_held_by_two_at_once() => _history.Sample(history =>
    {
        ProbeTicket? held = null;
        Play(history, Keys, (before, move) =>
        {
            if (move.Issued is not { } issued)
                return;
            Assert.True(held is null || held.DeadlineMs <= move.NowMs || before.Probe?.Id != held.Id);
            held = issued;
        });
    });

    [Fact]
    public void It_closes_by_a_trial_and_nothing_else() => _history.Sample(history => Play(history, Keys, (before, move) =>
    {
        if (before.State != EndpointState.Active && move.After.State == EndpointState.Active)
            Assert.Equal(Signal.ProbeSucceeds, move.Signal);
    }));

    [Fact]
    public void It_opens_only_when_at_least_half_of_its_keys_have_failed_in_the_last_ten_seconds() => _history.Sample(history =>
    {
        var failed = new Dictionary<string, long>();
        Play(history, Keys, (before, move) =>
        {
            if (move.Signal is Signal.Fail or Signal.Overload)
                failed[move.Key] = move.NowMs;
            if (before is { State: EndpointState.Active, Proving: false } && move.After.State == EndpointState.Open)
                Assert.True(failed.Values.Count(at => move.NowMs - at <= 10_000) >= Keys / 2);
        });
    });

    [Fact]
    public void No_key_is_accused_for_what_opens_the_endpoint_and_none_while_it_is_open() => _history.Sample(history => Play(history, Keys, (before, move) =>
    {
        if (before.State != EndpointState.Active || move.After.State != EndpointState.Active)
            Assert.Empty(move.Ruling.Tripped);
        if (move.Ruling.Pardoned.Count > 0)
            Assert.Equal(EndpointState.Open, move.After.State);
    }));

    [Fact]
    public void With_one_key_it_never_opens() => _history.Sample(history => Play(
        [.. history.Select(step => step with { Key = "k1" })], 1, (_, move) => Assert.Equal(EndpointState.Active, move.After.State)));

    [Fact]
    public void The_version_grows_by_one_with_each_visible_change_and_only_then() => _history.Sample(history => Play(history, Keys, (before, move) =>
        Assert.Equal(View(before) == View(move.After) ? before.Version : before.Version + 1, move.After.Version)));

    [Fact]
    public void Its_share_grows_from_a_tenth_to_all_and_never_shrinks() => Gen.Select(Gen.Long[1, 600_000], Gen.Long[0, 700_000], Gen.Long[0, 700_000]).Sample((length, a, b) =>
    {
        var slow = new SlowStart(1_000, length);
        var (early, late) = (Math.Min(a, b), Math.Max(a, b));
        var (first, then) = (SlowStart.Share(slow.LeftMs(1_000 + early), length), SlowStart.Share(slow.LeftMs(1_000 + late), length));
        Assert.InRange(first, SlowStart.First - 1e-9, 1);
        Assert.True(first <= then);
        Assert.Equal(1, SlowStart.Share(slow.LeftMs(1_000 + length), length));
        // A clock that was set back makes it no slower than it began.
        Assert.Equal(SlowStart.First, SlowStart.Share(slow.LeftMs(0), length), 9);
    });

    [Fact]
    public void Circuits_are_ignored_when_less_than_three_tenths_of_four_or_more_are_left() => Gen.Select(Gen.Int[0, 200], Gen.Int[0, 200]).Sample((usable, passing) =>
        Assert.Equal(usable + passing >= 4 && usable < 0.3 * (usable + passing) - 1e-9, PanicRule.Applies(usable, passing)));

    private static void Play(Step[] history, int keys, Action<EndpointHealth, Move> check)
    {
        var judge = new EndpointJudge(new());
        var now = EndpointScript.StartMs;
        var ticket = "none";
        foreach (var step in history)
        {
            now += step.Ms;
            // Time first, so that what it brings about is not taken for the signal's doing.
            judge.Health = judge.Health.Tick(now, step.Random);
            var before = judge.Health;
            var ruling = EndpointRuling.None;
            ProbeTicket? issued = null;
            switch (step.Signal)
            {
                case Signal.Fail or Signal.Overload:
                    ruling = judge.Hear(keys, [], [new KeyFault(step.Key, step.Signal == Signal.Fail ? Failures.Outage : Failures.Overloaded)], now, step.Random);
                    break;
                case Signal.Succeed:
                    ruling = judge.Hear(keys, [new KeySuccesses(step.Key, 2)], [], now, step.Random);
                    break;
                case Signal.Ask:
                    (judge.Health, issued) = judge.Health.TryIssueProbe($"t{now}-{step.Random}", now, step.Random);
                    ticket = issued?.Id ?? ticket;
                    break;
                case Signal.ProbeSucceeds:
                    judge.Health = judge.Health.ProbeSucceeded(ticket, now, step.Random);
                    break;
                case Signal.ProbeFails:
                    judge.Health = judge.Health.ProbeFailed(ticket, Failures.Outage, now, step.Random);
                    break;
                case Signal.ProbeCancelled:
                    judge.Health = judge.Health.ProbeCancelled(ticket, now, step.Random);
                    break;
                case Signal.Forged:
                    judge.Health = judge.Health.ProbeSucceeded("forged", now, step.Random);
                    break;
            }
            check(before, new Move(step.Signal, step.Key, now, judge.Health, ruling, issued));
        }
    }

    private static string View(EndpointHealth health) =>
        string.Join('|', health.State, health.Reason, health.Message, health.UntilMs, health.SinceMs, health.Probe, health.SlowStart);

    private sealed record Step(Signal Signal, string Key, int Ms, double Random);

    private sealed record Move(Signal Signal, string Key, long NowMs, EndpointHealth After, EndpointRuling Ruling, ProbeTicket? Issued);
}
