using System.IO.Pipelines;
using System.Text;
using AiGateway.Core.Health;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Core.Usage;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Tests.Pipeline;

/// <summary>Whole calls, from the caller's bytes to the caller's bytes.</summary>
public sealed class CallTests : IDisposable
{
    private TestGateway _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task An_answer_comes_through_and_leaves_one_record()
    {
        _gateway.Provider.Answers(200, TestGateway.Answer());

        var caller = await _gateway.Call(TestGateway.Chat());

        Assert.Equal(200, caller.Response.StatusCode);
        Assert.Equal(TestGateway.Answer(model: "chat"), caller.Received);
        Assert.Equal(("p/gpt", "1"), (caller.Response.Headers["x-aigateway-target"].ToString(), caller.Response.Headers["x-aigateway-attempts"].ToString()));
        var record = Assert.Single(_gateway.Records);
        Assert.Equal((CallOutcome.Ok, 1, 5L, "k1", 200), (record.Outcome, record.Attempts, record.Tokens.Total, record.Key, record.Status));
    }

    [Theory]
    [InlineData(60, 61, 503)]
    [InlineData(60, 59, 200)]
    [InlineData(0, 1_000_000, 200)]
    public async Task An_edge_cut_off_for_too_long_trusts_no_key(int trusts, int seconds, int status)
    {
        Use(new GatewaySettings { TrustKeysSeconds = trusts });
        _gateway.Contact.CaughtUp();
        _gateway.Provider.Answers(200, TestGateway.Answer()).Answers(200, TestGateway.Answer());
        _gateway.Time.Advance(TimeSpan.FromSeconds(seconds));

        var caller = await _gateway.Call(TestGateway.Chat());
        Assert.Equal(status, caller.Response.StatusCode);
        Assert.Equal(status == 503, caller.Received.Contains("control_plane_lost", StringComparison.Ordinal));

        _gateway.Contact.CaughtUp();
        Assert.Equal(200, (await _gateway.Call(TestGateway.Chat())).Response.StatusCode);
    }

    [Fact]
    public async Task A_stream_comes_through_event_by_event()
    {
        _gateway.Provider.Answers(200, TestGateway.Stream("a", "b"), "text/event-stream");

        var caller = await _gateway.Call(TestGateway.Chat(stream: true));

        Assert.Equal("text/event-stream; charset=utf-8", caller.Response.ContentType);
        Assert.Equal(TestGateway.Stream("a", "b").Replace("\"gpt\"", "\"chat\"", StringComparison.Ordinal), caller.Received);
        Assert.Equal(CallOutcome.Ok, Assert.Single(_gateway.Records).Outcome);
    }

    [Fact]
    public async Task Nothing_of_a_failed_attempt_reaches_the_caller()
    {
        _gateway.Provider.Answers(500, TestGateway.ServerError).Answers(200, TestGateway.Answer());

        var caller = await _gateway.Call(TestGateway.Chat());

        Assert.Equal(TestGateway.Answer(model: "chat"), caller.Received);
        Assert.Equal(["Bearer CANARY-ONE", "Bearer CANARY-TWO"], _gateway.Provider.Requests.Select(r => r.Authorization));
        Assert.Equal(2, Assert.Single(_gateway.Records).Attempts);
    }

    [Fact]
    public async Task A_stream_that_breaks_before_its_first_content_moves_on()
    {
        _gateway.Provider.Answers(200, ": hello\n\n", "text/event-stream").Answers(200, TestGateway.Stream("whole"), "text/event-stream");

        var caller = await _gateway.Call(TestGateway.Chat(stream: true));

        Assert.DoesNotContain("error", caller.Received, StringComparison.Ordinal);
        Assert.Contains("whole", caller.Received, StringComparison.Ordinal);
        Assert.False(caller.CutOff);
    }

    [Fact]
    public async Task A_stream_that_breaks_after_its_first_content_is_cut_with_an_error()
    {
        _gateway.Provider.Answers(200, TestGateway.Event("half"), "text/event-stream");

        var caller = await _gateway.Call(TestGateway.Chat(stream: true));

        Assert.Contains("upstream_interrupted", caller.Received, StringComparison.Ordinal);
        Assert.True(caller.CutOff);
        Assert.Single(_gateway.Provider.Requests);
        Assert.Equal(CallOutcome.Interrupted, Assert.Single(_gateway.Records).Outcome);
    }

    [Theory]
    [InlineData(400, false, "application/json")]
    [InlineData(200, false, "application/json")]
    [InlineData(200, true, "application/json")]
    [InlineData(200, true, "text/event-stream")]
    public async Task A_credential_a_provider_repeats_goes_nowhere(int status, bool stream, string mediaType)
    {
        const string error = """{"error":{"message":"The value CANARY-ONE in 'x' is odd","type":"invalid_request_error","code":"invalid_value"}}""";
        _gateway.Provider.Answers(status, mediaType == "text/event-stream" ? $"data: {error}\n\n" : error, mediaType).Answers(400, error);

        var caller = await _gateway.Call(TestGateway.Chat(stream: stream));

        Assert.True(caller.Response.StatusCode >= 400);
        Assert.DoesNotContain("CANARY-ONE", caller.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", string.Join(' ', _gateway.Records), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_of_life_sent_during_an_attempt_has_the_callers_headers()
    {
        var answer = new TaskCompletionSource();
        _gateway.Provider.Before = _ => answer.Task;
        _gateway.Provider.Answers(200, TestGateway.Stream("late"), "text/event-stream");
        await _gateway.Heartbeats.StartAsync(TestContext.Current.CancellationToken);
        var caller = new Caller(TestGateway.Chat(stream: true), TestCatalog.ConsumerKey);
        caller.Http.Response.Headers["x-request-id"] = "req_test";

        var running = _gateway.Run(caller);
        await Eventually.Holds(() => caller.Received.Length > 0, () => _gateway.Time.Advance(TimeSpan.FromSeconds(1)));
        answer.SetResult();
        await running;
        await _gateway.Heartbeats.StopAsync(CancellationToken.None);

        Assert.Equal("text/event-stream; charset=utf-8", caller.Response.ContentType);
        Assert.Equal("p/gpt", caller.Response.Headers["x-aigateway-target"].ToString());
        Assert.StartsWith(": keep-alive\n\n", caller.Received, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", caller.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_after_a_sign_of_life_is_an_event_and_a_cut()
    {
        var answer = new TaskCompletionSource();
        _gateway.Provider.Before = _ => answer.Task;
        _gateway.Provider.Answers(500, TestGateway.ServerError).Answers(500, TestGateway.ServerError);
        await _gateway.Heartbeats.StartAsync(TestContext.Current.CancellationToken);
        var caller = new Caller(TestGateway.Chat(stream: true), TestCatalog.ConsumerKey);

        var running = _gateway.Run(caller);
        await Eventually.Holds(() => caller.Received.Length > 0, () => _gateway.Time.Advance(TimeSpan.FromSeconds(1)));
        answer.SetResult();
        await running;
        await _gateway.Heartbeats.StopAsync(CancellationToken.None);

        Assert.Contains("data: {\"error\":", caller.Received, StringComparison.Ordinal);
        Assert.True(caller.CutOff);
    }

    [Fact]
    public async Task A_caller_that_leaves_ends_the_attempt_and_harms_no_key()
    {
        var begun = new TaskCompletionSource();
        _gateway.Provider.Before = cancelled =>
        {
            begun.TrySetResult();
            return Task.Delay(Timeout.Infinite, cancelled);
        };
        var caller = new Caller(TestGateway.Chat(), TestCatalog.ConsumerKey);

        var running = _gateway.Run(caller);
        await begun.Task;
        caller.Leave();
        await running;

        Assert.Equal((CallOutcome.ClientGone, 499), (Assert.Single(_gateway.Records).Outcome, _gateway.Records[0].Status));
        Assert.Single(_gateway.Provider.Requests);
        Assert.True(_gateway.Views["k1"].IsUsable("gpt", _gateway.Time.MonotonicMs()));
    }

    [Fact]
    public async Task A_caller_that_leaves_in_the_middle_of_a_stream_is_charged_what_it_got()
    {
        var pipe = new Pipe();
        _gateway.Provider.Answers(pipe.Reader.AsStream());
        var caller = new Caller(TestGateway.Chat(stream: true), TestCatalog.ConsumerKey);

        var running = _gateway.Run(caller);
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(TestGateway.Event("some words of an answer")), TestContext.Current.CancellationToken);
        await Eventually.Holds(() => caller.Received.Length > 0);
        caller.Leave();
        await running;

        var record = Assert.Single(_gateway.Records);
        Assert.Equal((CallOutcome.ClientGone, true), (record.Outcome, record.Tokens.Estimated));
        Assert.InRange(record.Tokens.Completion, 4, 8);
    }

    [Fact]
    public async Task A_call_that_reached_nobody_costs_its_consumer_nothing()
    {
        Use(TestGateway.OneKey);
        _gateway.Provider.IsDown().IsDown();

        var caller = await _gateway.Call(TestGateway.Chat());

        Assert.Equal((502, 2), (caller.Response.StatusCode, _gateway.Provider.Requests.Count));
        await AssertUnused();
    }

    [Fact]
    public async Task A_call_that_reached_somebody_is_charged()
    {
        Use(TestGateway.OneKey);
        _gateway.Provider.IsDown().Answers(200, TestGateway.Answer());

        await _gateway.Call(TestGateway.Chat());

        await Assert.ThrowsAnyAsync<Exception>(AssertUnused);
    }

    [Fact]
    public async Task A_disk_that_takes_no_record_costs_neither_the_answer_nor_the_key()
    {
        Use(TestGateway.TwoKeys, segmentBytes: 1);
        _gateway.Provider.Answers(200, TestGateway.Answer()).Answers(200, TestGateway.Stream("fine"), "text/event-stream");
        await _gateway.Call(TestGateway.Chat());
        Directory.Delete(_gateway.JournalDirectory, recursive: true);

        var caller = await _gateway.Call(TestGateway.Chat(stream: true));

        Assert.EndsWith("data: [DONE]\n\n", caller.Received, StringComparison.Ordinal);
        Assert.False(caller.CutOff);
        Assert.Contains(_gateway.Log.Lines, line => line.Text.Contains("req_test", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_error_of_the_gateways_own_is_recorded_as_what_the_caller_is_told()
    {
        // A provider without a script is an error nobody foresaw.
        await Assert.ThrowsAsync<InvalidOperationException>(() => _gateway.Call(TestGateway.Chat()));

        Assert.Equal((CallOutcome.UpstreamError, 500), (Assert.Single(_gateway.Records).Outcome, _gateway.Records[0].Status));
    }

    [Fact]
    public async Task A_probe_rides_on_a_call_and_is_reported()
    {
        _gateway.Views["k2"].Apply(new() { KeyId = "k2", Epoch = 1, Version = 1, State = KeyHealthState.Probing, UntilInMs = 9_000 }, 0);
        _gateway.Views["k2"].Probe.Offer(new("ticket", 9_000, ProbeKind.RealCall), long.MaxValue);
        _gateway.Provider.Answers(200, TestGateway.Answer());

        await _gateway.Call(TestGateway.Chat());

        Assert.Equal("Bearer CANARY-TWO", Assert.Single(_gateway.Provider.Requests).Authorization);
        Assert.Null(_gateway.Views["k2"].Probe.Take(0));
    }

    [Fact]
    public async Task A_limit_refuses_before_any_provider_is_asked()
    {
        Use(TestGateway.OneKey);
        for (var i = 0; i < 5; i++)
        {
            _gateway.Provider.Answers(200, TestGateway.Answer(model: "large"));
            await _gateway.Call(TestGateway.Chat());
        }

        var caller = await _gateway.Call(TestGateway.Chat());

        Assert.Equal(429, caller.Response.StatusCode);
        Assert.Contains("requestsPerMinute", caller.Received, StringComparison.Ordinal);
        Assert.NotEmpty(caller.Response.Headers.RetryAfter.ToString());
        Assert.Equal((5, CallOutcome.Limited), (_gateway.Provider.Requests.Count, _gateway.Records[^1].Outcome));
    }

    [Theory]
    [InlineData("wrong key", 401)]
    [InlineData("", 401)]
    public async Task A_stranger_is_refused_and_leaves_no_record(string key, int status)
    {
        var caller = await _gateway.Call(TestGateway.Chat(), key);

        Assert.Equal(status, caller.Response.StatusCode);
        Assert.Empty(_gateway.Records);
    }

    [Fact]
    public async Task The_body_is_given_back_after_the_call()
    {
        _gateway.Provider.Answers(200, TestGateway.Answer());

        await _gateway.Call(TestGateway.Chat());
        await _gateway.Call("{ not json");
        await _gateway.Call(TestGateway.Chat(model: "unknown"));

        Assert.Equal(0, _gateway.Read.BufferedBytes);
    }

    private void Use(string yaml, long segmentBytes = 1 << 20)
    {
        _gateway.Dispose();
        _gateway = new TestGateway(yaml, segmentBytes: segmentBytes);
    }

    private void Use(GatewaySettings settings)
    {
        _gateway.Dispose();
        _gateway = new TestGateway(settings: settings);
    }

    /// <summary>All five requests of the minute are still there.</summary>
    private async Task AssertUnused()
    {
        var limited = _gateway.Catalog.Table.Consumers["team"].Limited!;
        var lease = _gateway.Leases.For(limited);
        for (var i = 0; i < 5; i++)
        {
            var result = lease.TryTake(new CallDemand(1, 0), limited);
            if (result.Outcome == AdmitOutcome.NeedsLease)
                result = (await lease.TakeAfterReport(new CallDemand(1, 0), limited, TestContext.Current.CancellationToken))!.Value;
            Assert.Equal(AdmitOutcome.Admitted, result.Outcome);
        }
    }
}
