using System.IO.Pipelines;
using System.Text;
using AiGateway.Core.Money;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Shadow;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Keys;
using AiGateway.Core.Health;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Tests.Pipeline.Shadow;

/// <summary>Which calls are copied, what of them a second provider sees, and what is kept of its answer.</summary>
public sealed class ShadowTests
{
    [Fact]
    public async Task A_call_is_copied_and_both_are_recorded_apart()
    {
        using var bench = new ShadowBench(own: "{ requestsPerMinute: 10, tokensPerMinute: 10000 }");
        bench.Gateway.Prices.Replace(new PriceList([new PriceSpec { Provider = "rival", Model = "*", Input = new Usd(1_000_000), Output = new Usd(2_000_000) }]));
        bench.Rival.Answers(200, TestGateway.Answer("something else", "new-model"));

        var caller = await bench.Chat();
        await bench.Copied(1);

        Assert.Equal((200, true), (caller.Response.StatusCode, caller.Received.Contains("hello", StringComparison.Ordinal)));
        var (call, copy) = (Assert.Single(bench.Calls), Assert.Single(bench.Copies));
        Assert.Equal(("main", "gpt", "m1"), (call.Provider, call.TargetModel, call.Key));
        Assert.Equal(("chat", "team", "rival", "new-model", "r1"), (copy.Model, copy.Consumer, copy.Provider, copy.TargetModel, copy.Key));
        Assert.Equal((call.CallId, CallOutcome.Ok, 200, 1), (copy.CallId, copy.Outcome, copy.Status, copy.Attempts));
        Assert.Equal((3, 2, 7), (copy.Tokens.Prompt, copy.Tokens.Completion, copy.CostNanos));
        Assert.NotNull(copy.FirstTokenMs);
        Assert.Contains("\"model\":\"new-model\"", Assert.Single(bench.Rival.Requests).Body, StringComparison.Ordinal);
        Assert.Equal("Bearer TWO", bench.Rival.Requests[0].Authorization);
        Assert.Equal(0, bench.Gateway.Read.BufferedBytes);
    }

    [Fact]
    public async Task A_stream_is_copied_as_a_stream()
    {
        using var bench = new ShadowBench();
        bench.Gateway.Provider.Answers(200, TestGateway.Stream("a", "b"), "text/event-stream");
        bench.Rival.Answers(200, TestGateway.Stream("c", "d", "e"), "text/event-stream");

        var caller = await bench.Gateway.Call(TestGateway.Chat(stream: true));
        await bench.Copied(1);

        Assert.EndsWith("data: [DONE]\n\n", caller.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("\"c\"", caller.Received, StringComparison.Ordinal);
        var copy = Assert.Single(bench.Copies);
        Assert.Equal((true, CallOutcome.Ok, true), (copy.Streamed, copy.Outcome, copy.Tokens is { Completion: > 0, Estimated: true }));
        Assert.NotNull(copy.FirstTokenMs);
        Assert.Contains("include_usage", bench.Rival.Requests[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_answered_calls_of_consumers_that_consent_are_copied()
    {
        using var bench = new ShadowBench();

        await bench.Chat(key: ShadowBench.Silent);
        bench.Gateway.Provider.Answers(400, """{"error":{"message":"no","code":"invalid_value"}}""");
        await bench.Gateway.Call(TestGateway.Chat());
        var pipe = new Pipe();
        bench.Gateway.Provider.Answers(pipe.Reader.AsStream());
        using var leaves = new Caller(TestGateway.Chat(stream: true), TestCatalog.ConsumerKey);
        var running = bench.Gateway.Run(leaves);
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(TestGateway.Event("words")), TestContext.Current.CancellationToken);
        await Eventually.Holds(() => leaves.Received.Length > 0);
        leaves.Leave();
        await running;

        Assert.Equal(3, bench.Calls.Count);
        // None was ever due.
        Assert.Null(bench.Lane);
    }

    [Theory]
    [InlineData("12.5", 200, 25)]
    [InlineData("0.01", 10_000, 1)]
    public async Task A_percentage_is_exact(string percent, int calls, int copies)
    {
        using var bench = new ShadowBench($", percent: {percent}, maxQueued: 10000");
        for (var i = 0; i < copies; i++)
            bench.Rival.Answers(200, TestGateway.Answer());

        for (var i = 0; i < calls; i++)
            await bench.Chat();

        await Eventually.Holds(() => bench.Lane.Sent == copies);
        await bench.Quiet();
        Assert.Equal(copies, bench.Rival.Requests.Count);
    }

    [Fact]
    public async Task Nothing_the_caller_says_of_itself_reaches_the_second_provider()
    {
        using var bench = new ShadowBench();
        bench.Rival.Answers(200, TestGateway.Answer());
        bench.Gateway.Provider.Answers(200, TestGateway.Answer());
        using var caller = new Caller("""{"model":"chat","user":"CANARY","metadata":{"who":"CANARY"},"store":true,"messages":[{"role":"user","content":"hi"}]}""", TestCatalog.ConsumerKey);
        foreach (var name in (string[])["user-agent", "openai-beta", "idempotency-key", "x-title", "x-client-request-id"])
            caller.Http.Request.Headers[name] = "CANARY";
        await bench.Gateway.Run(caller);
        await bench.Copied(1);

        var sent = Assert.Single(bench.Rival.Requests);
        Assert.DoesNotContain("CANARY", sent.Body + sent.Headers, StringComparison.Ordinal);
        Assert.Contains("\"store\":false", sent.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_has_its_provider_do_something_is_not_copied()
    {
        using var bench = new ShadowBench();

        await bench.Chat("""{"model":"chat","tools":[{"type":"web_search"}],"messages":[{"role":"user","content":"hi"}]}""");

        await Eventually.Holds(() => bench.Lane.Dropped(ShadowDrop.Stateful) == 1);
        await bench.Quiet();
        Assert.Empty(bench.Rival.Requests);
    }

    [Fact]
    public async Task A_large_call_is_not_copied()
    {
        using var bench = new ShadowBench();

        await bench.Chat($$"""{"model":"chat","messages":[{"role":"user","content":"{{new string('x', ShadowLane.LargestBody)}}"}]}""");

        Assert.Equal((1, 0L), (bench.Lane.Dropped(ShadowDrop.TooLarge), bench.Gateway.Read.BufferedBytes));
    }

    [Fact]
    public async Task A_pattern_fills_in_the_shadows_name_too()
    {
        using var bench = new ShadowBench();
        bench.Rival.Answers(200, TestGateway.Answer());
        bench.Gateway.Provider.Answers(200, TestGateway.Answer());

        await bench.Gateway.Call(TestGateway.Chat("any/large"));
        await bench.Copied(1);

        Assert.Contains("\"model\":\"their-large\"", bench.Rival.Requests[0].Body, StringComparison.Ordinal);
        Assert.Equal("any/*", bench.Copies[0].Model);
    }

    [Fact]
    public async Task A_refused_key_is_told_to_its_owner()
    {
        using var bench = new ShadowBench();
        bench.Rival.Answers(401, """{"error":{"message":"Incorrect API key provided: TWO","code":"invalid_api_key"}}""");

        await bench.Chat();
        await bench.Copied(1);

        await Eventually.Holds(() => !Usable(bench));
        await bench.Chat();
        await Eventually.Holds(() => bench.Lane.Dropped(ShadowDrop.NoKey) == 1);
        Assert.Equal((401, CallOutcome.UpstreamError), (bench.Copies[0].Status, bench.Copies[0].Outcome));
        Assert.Single(bench.Rival.Requests);
    }

    [Theory]
    [InlineData(500, """{"error":{"message":"boom","type":"server_error"}}""")]
    [InlineData(503, """{"error":{"message":"overloaded"}}""")]
    [InlineData(429, """{"error":{"message":"slow down","code":"rate_limit_exceeded"}}""")]
    [InlineData(404, """{"error":{"message":"The model `new-model` does not exist","code":"model_not_found"}}""")]
    public async Task No_other_failure_of_a_copy_counts_against_a_key_and_none_is_repeated(int status, string error)
    {
        using var bench = new ShadowBench();
        bench.Rival.Answers(status, error);

        await bench.Chat();
        await bench.Copied(1);
        await bench.Quiet();

        Assert.True(Usable(bench));
        Assert.Equal((status, CallOutcome.UpstreamError), (bench.Copies[0].Status, bench.Copies[0].Outcome));
        Assert.Single(bench.Rival.Requests);
        Assert.Equal(0, bench.Gateway.Views["r1"].Load.Calls);
    }

    [Fact]
    public async Task A_copy_is_never_a_trial_of_a_key()
    {
        using var bench = new ShadowBench();
        bench.Gateway.Views["r1"].Probe.Offer(new ProbeGrant("ticket", 9_000, ProbeKind.RealCall), long.MaxValue);
        bench.Rival.Answers(200, TestGateway.Answer());

        await bench.Chat();
        await bench.Copied(1);

        Assert.NotNull(bench.Gateway.Views["r1"].Probe.Take(bench.Gateway.Time.MonotonicMs()));
    }

    [Fact]
    public async Task A_provider_that_refuses_copies_for_their_rate_is_left_alone_for_a_while()
    {
        using var bench = new ShadowBench();
        bench.Rival.Answers(429, """{"error":{"message":"slow down","code":"rate_limit_exceeded"}}""").Answers(200, TestGateway.Answer());
        await bench.Chat();
        await bench.Copied(1);
        await bench.Quiet();
        var refusedAt = bench.Gateway.Time.GetUtcNow();

        await bench.Chat();
        await Eventually.Holds(() => bench.Copies.Count == 2, () => bench.Gateway.Time.Advance(TimeSpan.FromMilliseconds(20)));

        Assert.InRange((bench.Gateway.Time.GetUtcNow() - refusedAt).TotalMilliseconds, 1_000, 3_000);
    }

    [Theory]
    [InlineData("shadow: { provider: rival, model: new-model }", "")]
    [InlineData("shadow: true", "shadow: false")]
    public async Task Taking_the_shadow_or_the_consent_back_ends_copies_that_wait(string from, string to)
    {
        using var bench = new ShadowBench();
        bench.Rival.Answers(429, """{"error":{"message":"slow down","code":"rate_limit_exceeded"}}""");
        await bench.Chat();
        await bench.Copied(1);
        await bench.Quiet();
        await bench.Chat();

        bench.Change(to.Length == 0 ? ", " + from : from, to);

        await Eventually.Holds(() => bench.Lane.Dropped(ShadowDrop.Stopped) == 1, () => bench.Gateway.Time.Advance(TimeSpan.FromMilliseconds(20)));
        Assert.Single(bench.Rival.Requests);
        await bench.Chat();
        await bench.Quiet();
        Assert.Equal((1, 1), (bench.Lane.Sent, bench.Lane.Dropped(ShadowDrop.Stopped)));
    }

    [Fact]
    public async Task An_answer_that_is_not_whole_in_time_is_given_up()
    {
        using var bench = new ShadowBench(", timeoutMs: 200");
        bench.Rival.Before = cancelled => Task.Delay(Timeout.Infinite, cancelled);

        await bench.Chat();
        await Eventually.Holds(() => bench.Copies.Count == 1, () => bench.Gateway.Time.Advance(TimeSpan.FromMilliseconds(20)));

        await bench.Quiet();
        Assert.Equal(CallOutcome.UpstreamError, bench.Copies[0].Outcome);
    }

    private static bool Usable(ShadowBench bench) => bench.Gateway.Views["r1"].IsUsable("new-model", bench.Gateway.Time.MonotonicMs());
}
