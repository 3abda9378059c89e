using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Tests.Pipeline;

/// <summary>Whom a call is taken to when the first did not answer, how often, and when it waits.</summary>
public sealed class AttemptTests : IDisposable
{
    private const string Chain = """
        providers:
          - { id: p, baseUrl: 'http://p/v1', keys: [ { id: k, secret: CANARY } ] }
        models:
          - { id: chat, targets: [ { provider: p, model: first } ], fallback: [ { provider: p, model: second }, { provider: p, model: third } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] }
        """;

    private TestGateway _gateway = new();
    private long _version;

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_key_may_serve_the_fallback_when_only_the_model_was_at_fault()
    {
        Use(TestGateway.OneKey);
        _gateway.Provider.Answers(404, """{"error":{"message":"no such model","code":"model_not_found"}}""").Answers(200, TestGateway.Answer(model: "small"));

        var caller = await _gateway.Call(TestGateway.Chat());

        Assert.Equal(200, caller.Response.StatusCode);
        Assert.Equal(("p/small", "model_not_found"), (caller.Response.Headers["x-aigateway-target"].ToString(), caller.Response.Headers["x-aigateway-fallback"].ToString()));
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"This model does not support assistant message prefill.","type":"invalid_request_error"}}""")]
    [InlineData(400, """{"error":{"message":"too long","code":"context_length_exceeded"}}""")]
    public async Task A_fallback_that_cannot_take_the_request_is_passed_over(int status, string refusal)
    {
        Use(Chain);
        _gateway.Provider.Answers(500, TestGateway.ServerError).Answers(status, refusal).Answers(200, TestGateway.Answer(model: "third"));

        var caller = await _gateway.Call(TestGateway.Chat());

        Assert.Equal(("p/third", "3"), (caller.Response.Headers["x-aigateway-target"].ToString(), caller.Response.Headers["x-aigateway-attempts"].ToString()));
    }

    [Fact]
    public async Task When_every_fallback_rejects_the_request_its_caller_hears_of_the_outage()
    {
        Use(Chain);
        _gateway.Provider.Answers(503, TestGateway.ServerError).Answers(400, """{"error":{"message":"no prefill"}}""").Answers(400, """{"error":{"message":"no tools"}}""");

        var caller = await _gateway.Call(TestGateway.Chat());

        Assert.Equal(503, caller.Response.StatusCode);
        Assert.DoesNotContain("prefill", caller.Received, StringComparison.Ordinal);
        Assert.Equal(CallOutcome.UpstreamError, Assert.Single(_gateway.Records).Outcome);
    }

    [Fact]
    public async Task What_the_first_target_finds_wrong_with_a_request_is_told_at_once()
    {
        Use(Chain);
        _gateway.Provider.Answers(400, """{"error":{"message":"no such tool"}}""");

        var caller = await _gateway.Call(TestGateway.Chat());

        Assert.Equal(400, caller.Response.StatusCode);
        Assert.Contains("no such tool", caller.Received, StringComparison.Ordinal);
        Assert.Single(_gateway.Provider.Requests);
    }

    [Fact]
    public async Task A_key_that_is_at_fault_itself_does_not_serve_the_fallback()
    {
        Use(TestGateway.OneKey);
        _gateway.Provider.Answers(401, """{"error":{"message":"wrong key","code":"invalid_api_key"}}""");

        var caller = await _gateway.Call(TestGateway.Chat());

        Assert.Equal(503, caller.Response.StatusCode);
        Assert.Contains("upstream_auth_error", caller.Received, StringComparison.Ordinal);
        Assert.Single(_gateway.Provider.Requests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_more_attempts_are_made_than_allowed(int most)
    {
        Use(TestGateway.TwoKeys, new GatewaySettings { MaxAttempts = most });
        _gateway.Provider.Answers(500, TestGateway.ServerError).Answers(500, TestGateway.ServerError).Answers(200, TestGateway.Answer());

        var caller = await _gateway.Call(TestGateway.Chat());

        Assert.Equal(502, caller.Response.StatusCode);
        Assert.Equal(most, _gateway.Provider.Requests.Count);
    }

    [Fact]
    public async Task A_call_waits_for_a_key_that_is_back_in_a_moment()
    {
        Throttle(1_500);
        _gateway.Provider.Answers(200, TestGateway.Answer());

        var running = _gateway.Call(TestGateway.Chat());
        await Eventually.Holds(() => running.IsCompleted, () => _gateway.Time.Advance(TimeSpan.FromMilliseconds(50)));

        Assert.Equal(200, (await running).Response.StatusCode);
        Assert.InRange(_gateway.Records[0].TotalMs, 1_500, 1_700);
    }

    [Fact]
    public async Task A_call_that_was_throttled_everywhere_waits_once_and_no_more()
    {
        for (var attempt = 0; attempt < 3; attempt++)
            _gateway.Provider.Answers(429, """{"error":{"message":"Please try again in 1s","code":"rate_limit_exceeded"}}""");

        var running = _gateway.Call(TestGateway.Chat());
        await Eventually.Holds(() => running.IsCompleted, () =>
        {
            Throttle(0);
            _gateway.Time.Advance(TimeSpan.FromMilliseconds(50));
        });

        Assert.Equal(429, (await running).Response.StatusCode);
        Assert.InRange(_gateway.Provider.Requests.Count, 2, 3);
    }

    [Theory]
    [InlineData("Please try again in 1.5s", 1_500)]
    [InlineData("Please try again in 2s", 2_000)]
    [InlineData("Slow down", 1_000)]
    public async Task A_call_that_meets_the_limit_itself_waits_for_the_time_it_was_told_before_the_keys_owner_has_answered(string told, int ms)
    {
        Use(TestGateway.OneKey);
        _gateway.Provider.Answers(429, Limited(told)).Answers(200, TestGateway.Answer());

        var running = _gateway.Call(TestGateway.Chat());
        await Eventually.Holds(() => running.IsCompleted, () => _gateway.Time.Advance(TimeSpan.FromMilliseconds(25)));

        Assert.Equal(200, (await running).Response.StatusCode);
        Assert.Equal(2, _gateway.Provider.Requests.Count);
        Assert.InRange(_gateway.Records[0].TotalMs, ms, ms + 150);
    }

    [Fact]
    public async Task And_for_the_little_that_its_owner_adds_meanwhile()
    {
        Use(TestGateway.OneKey);
        _gateway.Provider.Answers(429, Limited("Please try again in 2s")).Answers(200, TestGateway.Answer());

        var running = _gateway.Call(TestGateway.Chat());
        await Eventually.Holds(() => _gateway.Provider.Requests.Count == 1);
        Throttle(2_190, "k");
        await Eventually.Holds(() => running.IsCompleted, () => _gateway.Time.Advance(TimeSpan.FromMilliseconds(25)));

        Assert.Equal(200, (await running).Response.StatusCode);
        Assert.InRange(_gateway.Records[0].TotalMs, 2_190, 2_450);
    }

    [Theory]
    [InlineData(429, "Please try again in 3s", "rate_limit_exceeded")]
    [InlineData(429, "No money", "insufficient_quota")]
    [InlineData(401, "Wrong", "invalid_api_key")]
    public async Task It_does_not_wait_for_what_takes_longer_or_more_than_time(int status, string told, string code)
    {
        Use(TestGateway.OneKey);
        _gateway.Provider.Answers(status, Limited(told, code));

        var caller = await _gateway.Call(TestGateway.Chat());

        Assert.NotEqual(200, caller.Response.StatusCode);
        Assert.Single(_gateway.Provider.Requests);
    }

    [Theory]
    [InlineData(2_500, null)]
    [InlineData(1_500, "1")]
    public async Task A_call_does_not_wait_longer_than_a_moment_or_than_its_caller(long throttledMs, string? patience)
    {
        Throttle(throttledMs);
        using var caller = new Caller(TestGateway.Chat(), TestCatalog.ConsumerKey);
        if (patience is not null)
            caller.Http.Request.Headers["x-stainless-timeout"] = patience;

        await _gateway.Run(caller);

        Assert.Equal(429, caller.Response.StatusCode);
        Assert.Empty(_gateway.Provider.Requests);
    }

    private void Use(string yaml, GatewaySettings? settings = null)
    {
        _gateway.Dispose();
        _gateway = new TestGateway(yaml, settings);
    }

    private static string Limited(string message, string code = "rate_limit_exceeded") => $$$"""{"error":{"message":"{{{message}}}","code":"{{{code}}}"}}""";

    private void Throttle(long ms) => Throttle(ms, "k1", "k2");

    private void Throttle(long ms, params string[] keys)
    {
        foreach (var key in keys)
        {
            _gateway.Views[key].Apply(
                new() { KeyId = key, Epoch = 1, Version = ++_version, State = KeyHealthState.Throttled, UntilInMs = ms }, _gateway.Time.MonotonicMs());
        }
    }
}
