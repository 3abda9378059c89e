using AiGateway.Core.Health;
using CsCheck;

namespace AiGateway.Core.Tests.Health;

/// <summary>What holds for keys and their models through any history of calls.</summary>
public sealed class ModelJudgeProperties
{
    private const int Keys = 3;

    private static readonly UpstreamFailure[] _failures = [Failures.Outage, Failures.Outage, Failures.Overloaded, FailureClassifier.Transport(TransportFault.ConnectFailed)];

    /// <summary>Mostly failures, since nothing follows from successes.</summary>
    private static readonly Gen<Step[]> _history = Gen.Select(Gen.Int[0, 9], Gen.Int[1, Keys], Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 1_500])
        .Select((what, key, model, failure, ms) => new Step($"k{key}", $"{(char)('a' + model)}", what < 6 ? _failures[failure] : null, what == 9 ? 6 * ms : ms / 10)).Array[1, 150];

    [Fact]
    public void While_one_model_of_each_key_is_well_no_key_goes_out_nor_the_provider() => _history.Sample(history =>
    {
        var alive = history.Where(step => step.Model != "c" && step.Failure?.MayBeOfModel != false)
            .SelectMany(step => Enumerable.Range(1, Keys).Select(key => new Step($"k{key}", "c", null, 0)).Append(step)).ToArray();
        Play(alive, named: true, (_, _, health, ruling) =>
        {
            Assert.Equal(EndpointState.Active, health.State);
            Assert.All(ruling.Tripped, trip => Assert.True(trip.Model is "a" or "b"));
            Assert.Empty(ruling.Pardoned);
        });
    });

    [Fact]
    public void With_one_model_in_use_it_is_as_if_models_were_not_told_apart() => _history.Sample(history =>
    {
        Step[] one = [.. history.Select(step => step with { Model = "a" })];
        Assert.Equal(Rulings(named: false), Rulings(named: true));

        List<string> Rulings(bool named)
        {
            var said = new List<string>();
            Play(one, named, (step, _, health, ruling) => said.Add(
                $"{health.State} {health.UntilMs} {string.Join(',', ruling.Tripped.Select(trip => trip.Part))} {string.Join(',', ruling.Pardoned)}"));
            return said;
        }
    });

    [Fact]
    public void Nobody_is_accused_who_has_not_failed_nor_pardoned_who_was_not_accused() => _history.Sample(history =>
    {
        var (failed, accused) = (new Dictionary<KeyPart, long>(), new Dictionary<KeyPart, long>());
        Play(history, named: true, (step, now, _, ruling) =>
        {
            if (step.Failure is not null)
                failed[new KeyPart(step.Key)] = failed[new KeyPart(step.Key, step.Model)] = now;
            foreach (var trip in ruling.Tripped)
            {
                Assert.InRange(now - failed[trip.Part], 0, 10_000);
                accused[trip.Part] = now;
            }
            foreach (var part in ruling.Pardoned)
                Assert.InRange(now - accused[part], 0, 10_000);
        });
    });

    private static void Play(Step[] history, bool named, Action<Step, long, EndpointHealth, EndpointRuling> check)
    {
        var judge = new EndpointJudge(new());
        var now = EndpointScript.StartMs;
        foreach (var step in history)
        {
            now += step.Ms;
            var model = named ? step.Model : null;
            var ruling = step.Failure is { } failure
                ? judge.Hear(Keys, [], [new KeyFault(step.Key, failure) { Model = model }], now, 0.5)
                : judge.Hear(Keys, [new KeySuccesses(step.Key, 1) { Model = model }], [], now, 0.5);
            check(step, now, judge.Health, ruling);
            // As an operator would: the history goes on.
            if (judge.Health.State != EndpointState.Active)
                judge.Health = judge.Health.Unblock(now);
        }
    }

    private sealed record Step(string Key, string Model, UpstreamFailure? Failure, int Ms);
}
