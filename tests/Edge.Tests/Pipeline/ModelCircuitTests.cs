using AiGateway.Core.Health;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Tests.Pipeline;

/// <summary>Which calls go where while a model fails at one key, or at all.</summary>
public sealed class ModelCircuitTests : IDisposable
{
    private readonly TestGateway _gateway = new("""
        providers:
          - { id: p, baseUrl: 'http://p/v1', keys: [ { id: k1, secret: A, quotaGroup: org }, { id: k2, secret: B, quotaGroup: org } ] }
          - { id: q, baseUrl: 'http://q/v1', keys: [ { id: q1, secret: C } ] }
        models:
          - { id: big, targets: [ { provider: p, model: large } ], fallback: [ { provider: q, model: large } ] }
          - { id: alone, targets: [ { provider: p, model: large } ] }
          - { id: tiny, targets: [ { provider: p, model: small } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] }
        """);

    private string[] Asked => [.. _gateway.Provider.Requests.Select(request => $"{request.Address.Host} {request.Authorization}")];

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Calls_for_it_use_the_other_key_and_calls_for_other_models_both()
    {
        Open("k1");
        for (var i = 0; i < 20; i++)
            await Answered("big");
        Assert.All(Asked, asked => Assert.Equal("p Bearer B", asked));

        for (var i = 0; i < 40; i++)
            await Answered("tiny");
        Assert.Equal(["p Bearer A", "p Bearer B"], Asked.Skip(20).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task With_no_key_left_for_it_they_go_to_the_fallback_without_an_attempt()
    {
        Open("k1");
        Open("k2");

        await Answered("big");

        Assert.Equal(["q Bearer C"], Asked);
        Assert.Equal(1, Assert.Single(_gateway.Records).Attempts);
    }

    [Fact]
    public async Task With_nobody_else_to_ask_the_caller_is_told_when_it_is_tried_again()
    {
        Open("k1", 9_000);
        Open("k2", 7_000);

        var caller = await _gateway.Call(TestGateway.Chat("alone"));

        Assert.Equal((503, "7"), (caller.Response.StatusCode, caller.Response.Headers.RetryAfter.ToString()));
        Assert.Empty(Asked);
    }

    [Fact]
    public async Task One_call_for_it_makes_the_trial_and_is_answered_elsewhere_when_it_fails()
    {
        Open("k1");
        Open("k2");
        _gateway.Views["k1"].Model("large")!.Probe.Offer(new ProbeGrant("t", 15_000, ProbeKind.RealCall), long.MaxValue);
        await Answered("tiny");
        _gateway.Provider.Answers(500, TestGateway.ServerError);

        await Answered("big");
        await Answered("big");

        Assert.Equal(["p Bearer A", "q Bearer C", "q Bearer C"], Asked.Skip(1));
    }

    private async Task Answered(string model)
    {
        _gateway.Provider.Answers(200, TestGateway.Answer());
        Assert.Equal(200, (await _gateway.Call(TestGateway.Chat(model))).Response.StatusCode);
    }

    private void Open(string key, long untilInMs = 60_000) => _gateway.Views[key].Apply(
        new KeyStatus { KeyId = key, Epoch = 1, Version = 1, Models = [new ModelStatus { Model = "large", State = KeyHealthState.Open, UntilInMs = untilInMs }] },
        _gateway.Time.MonotonicMs());
}
