using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Tests.Pipeline;

/// <summary>What becomes of calls while a provider is out, and while it comes back.</summary>
public sealed class OutageTests : IDisposable
{
    private const string ServerError = """{"error":{"message":"boom","type":"server_error"}}""";

    private readonly TestGateway _gateway = new("""
        providers:
          - { id: p, baseUrl: 'http://p/v1', keys: [ { id: k1, secret: A }, { id: k2, secret: B } ] }
          - { id: q, baseUrl: 'http://q/v1', keys: [ { id: q1, secret: C } ] }
        models:
          - { id: chat, targets: [ { provider: p, model: gpt } ], fallback: [ { provider: q, model: gpt } ] }
          - { id: alone, targets: [ { provider: p, model: gpt } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] }
        """);

    private long Now => _gateway.Time.MonotonicMs();

    private string[] Asked => [.. _gateway.Provider.Requests.Select(request => request.Address.Host)];

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_provider_that_is_out_is_passed_over_without_an_attempt()
    {
        Say(EndpointState.Open);
        _gateway.Provider.Answers(200, TestGateway.Answer());

        var caller = await _gateway.Call(TestGateway.Chat());

        Assert.Equal(200, caller.Response.StatusCode);
        Assert.Equal(["q"], Asked);
        Assert.Equal(1, Assert.Single(_gateway.Records).Attempts);
    }

    [Fact]
    public async Task With_nobody_else_to_ask_the_caller_is_told_when_to_come_back()
    {
        Say(EndpointState.Open, untilInMs: 7_000);

        var caller = await _gateway.Call(TestGateway.Chat("alone"));

        Assert.Equal((503, "7"), (caller.Response.StatusCode, caller.Response.Headers.RetryAfter.ToString()));
        Assert.Contains("no_healthy_upstream", caller.Received, StringComparison.Ordinal);
        Assert.Empty(Asked);
    }

    [Fact]
    public async Task The_edge_that_sees_it_go_leaves_it_alone_from_the_next_call_on()
    {
        for (var i = 0; i < 8; i++)
            _gateway.Provider.Answers(i is 2 or 5 or 7 ? 200 : 500, i is 2 or 5 or 7 ? TestGateway.Answer() : ServerError);

        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await _gateway.Call(TestGateway.Chat())).Response.StatusCode);

        // Two failures for each of two calls, the fifth in the third, and nothing after it.
        Assert.Equal(["p", "p", "q", "p", "p", "q", "p", "q"], Asked);
        Assert.True(_gateway.Views["k1"].IsUsable("gpt", Now) && _gateway.Views["k2"].IsUsable("gpt", Now));
    }

    [Fact]
    public async Task One_call_makes_the_trial_and_is_answered_elsewhere_when_it_fails()
    {
        Say(EndpointState.Probing, untilInMs: 15_000);
        _gateway.Views.Endpoint("p").Probe.Offer(new ProbeGrant("t", 15_000, ProbeKind.RealCall) { OfEndpoint = true }, long.MaxValue);
        _gateway.Provider.Answers(500, ServerError).Answers(200, TestGateway.Answer()).Answers(200, TestGateway.Answer());

        Assert.Equal(200, (await _gateway.Call(TestGateway.Chat())).Response.StatusCode);
        Assert.Equal(200, (await _gateway.Call(TestGateway.Chat())).Response.StatusCode);

        Assert.Equal(["p", "q", "q"], Asked);
        await Eventually.Holds(() => _gateway.Endpoint("p").Probes.Count == 1);
        Assert.Equal(("t", false), (_gateway.Endpoint("p").Probes[0].Ticket, _gateway.Endpoint("p").Probes[0].Succeeded));
        Assert.Equal(500, _gateway.Endpoint("p").Probes[0].Failure!.Status);
    }

    [Fact]
    public async Task A_trial_has_succeeded_with_its_first_content()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        Say(EndpointState.Probing, untilInMs: 15_000);
        _gateway.Views.Endpoint("p").Probe.Offer(new ProbeGrant("t", 15_000, ProbeKind.RealCall) { OfEndpoint = true }, long.MaxValue);
        _gateway.Provider.Answers(pipe.Reader.AsStream());
        using var caller = new Caller(TestGateway.Chat(stream: true), TestCatalog.ConsumerKey);

        var running = _gateway.Run(caller);
        await pipe.Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(TestGateway.Event("word")), TestContext.Current.CancellationToken);

        await Eventually.Holds(() => _gateway.Endpoint("p").Probes.Count == 1);
        Assert.True(_gateway.Endpoint("p").Probes[0].Succeeded);
        Assert.False(running.IsCompleted);
        await pipe.Writer.CompleteAsync();
        await running;
        Assert.Single(_gateway.Endpoint("p").Probes);
        Assert.Equal(CallOutcome.Interrupted, Assert.Single(_gateway.Records).Outcome);
    }

    [Fact]
    public async Task While_it_comes_back_most_calls_are_answered_elsewhere()
    {
        Say(EndpointState.Active, slowStartLeftMs: 10_000);
        for (var i = 0; i < 20; i++)
        {
            _gateway.Provider.Answers(200, TestGateway.Answer());
            Assert.Equal(200, (await _gateway.Call(TestGateway.Chat())).Response.StatusCode);
        }

        Assert.Equal((2, 18), (Asked.Count(host => host == "p"), Asked.Count(host => host == "q")));
    }

    [Fact]
    public async Task But_no_call_fails_for_that()
    {
        Say(EndpointState.Active, slowStartLeftMs: 10_000);
        _gateway.Provider.Answers(200, TestGateway.Answer()).Answers(500, ServerError).Answers(200, TestGateway.Answer()).Answers(200, TestGateway.Answer());

        // Nobody else to ask; somebody else who fails; somebody else who is out as well.
        Assert.Equal(200, (await _gateway.Call(TestGateway.Chat("alone"))).Response.StatusCode);
        Assert.Equal(200, (await _gateway.Call(TestGateway.Chat())).Response.StatusCode);
        _gateway.Views.Endpoint("q").Apply(new EndpointStatus { EndpointId = "q", Epoch = 1, Version = 1, State = EndpointState.Open, UntilInMs = 1_000 }, Now);
        Assert.Equal(200, (await _gateway.Call(TestGateway.Chat())).Response.StatusCode);

        Assert.Equal(["p", "q", "p", "p"], Asked);
    }

    private void Say(EndpointState state, long? untilInMs = null, long slowStartLeftMs = 0) => _gateway.Views.Endpoint("p").Apply(
        new EndpointStatus { EndpointId = "p", Epoch = 1, Version = 1, State = state, UntilInMs = untilInMs, SlowStartLeftMs = slowStartLeftMs, SlowStartMs = slowStartLeftMs }, Now);
}
