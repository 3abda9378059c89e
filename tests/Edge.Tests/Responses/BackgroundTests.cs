using AiGateway.Core.Usage;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Responses;

/// <summary>Responses that are made while their callers do other things.</summary>
public sealed class BackgroundTests : IDisposable
{
    private const string Background = ",\"background\":true";

    private readonly TaskCompletionSource _provider = new();
    private readonly TestGateway _gateway = new(Talk.Yaml);

    public BackgroundTests()
    {
        foreach (var host in new[] { "p", "a", "n" })
            _gateway.Provider.At(host).Before = _provider.Task.WaitAsync;
    }

    private ScriptedProvider Chat => _gateway.Provider.At("p");

    public void Dispose()
    {
        _provider.TrySetResult();
        _gateway.Dispose();
    }

    [Fact]
    public async Task It_is_answered_at_once_and_asked_for_until_it_has_ended()
    {
        Chat.Answers(200, TestGateway.Stream("hello"), "text/event-stream");

        var begun = await Begin();
        Assert.Equal((200, "resp_req_1", "in_progress", true), (begun.Response.StatusCode, begun.Json().Text("id"), begun.Json().Text("status"), begun.Json().GetProperty("background").GetBoolean()));
        Assert.Equal(begun.Received, (await Ask("GET")).Received);
        Assert.DoesNotContain(_gateway.Records, record => record.Operation == "responses");
        _provider.SetResult();

        var ended = await Ended("completed");
        Assert.Equal(("resp_req_1", true, true), (ended.Json().Text("id"), ended.Json().GetProperty("background").GetBoolean(), ended.Json().GetProperty("store").GetBoolean()));
        Assert.Contains("hello", ended.Received, StringComparison.Ordinal);
        Assert.Equal(CallOutcome.Ok, Record.Outcome);
        Assert.True(Record.Tokens.Completion > 0);
        Assert.Equal(0, _gateway.Read.BufferedBytes);
    }

    [Fact]
    public async Task It_keeps_its_place_under_its_limits_until_it_ends()
    {
        using var gateway = new TestGateway(Talk.Yaml.Replace("models: [ \"*\" ] }\n  - { id: others", "models: [ \"*\" ], limits: { concurrent: 1 } }\n  - { id: others", StringComparison.Ordinal));
        gateway.Provider.At("p").Answers(200, TestGateway.Stream("hello"), "text/event-stream").Answers(200, TestGateway.Answer()).Before = _provider.Task.WaitAsync;
        await gateway.Respond(Talk.Request(Background), "req_1");

        Assert.Equal(429, (await gateway.Respond(Talk.Request(), "req_2")).Response.StatusCode);
        Assert.Equal(429, (await gateway.Respond(Talk.Request(Background), "req_3")).Response.StatusCode);
        _provider.SetResult();
        await Eventually.Holds(() => gateway.Owner("req_1").Kept!.Status == "completed");

        Assert.Equal(200, (await gateway.Respond(Talk.Request(), "req_4")).Response.StatusCode);
        Assert.Equal([CallOutcome.Limited, CallOutcome.Limited, CallOutcome.Ok, CallOutcome.Ok], gateway.Records.Select(record => record.Outcome));
    }

    [Fact]
    public async Task A_provider_that_keeps_responses_is_asked_as_any_other_and_keeps_nothing()
    {
        _gateway.Provider.At("n").Answers(200, Native(), "text/event-stream");

        await Begin("native");
        _provider.SetResult();
        await Owned("completed");

        var sent = Assert.Single(_gateway.Provider.At("n").Requests).Body;
        Assert.Contains("\"store\":false", sent, StringComparison.Ordinal);
        Assert.Contains("\"stream\":true", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("background", sent, StringComparison.Ordinal);
        Assert.Equal(new TokenUsage(3, 2, 0, 0, false), Record.Tokens);
    }

    [Fact]
    public async Task One_that_is_cancelled_is_broken_off_and_stays_so()
    {
        Chat.Answers(200, TestGateway.Stream("hello"), "text/event-stream");
        await Begin();

        var cancelled = await _gateway.AskAbout("POST", "/responses/resp_req_1/cancel", Talk.Others);
        Assert.Equal(404, cancelled.Response.StatusCode);
        _gateway.Owner("req_1").Kept = _gateway.Owner("req_1").Kept!.Cancelled();
        await _gateway.Background.Beat();

        await Settled();
        Assert.Equal(("cancelled", CallOutcome.ClientGone), (_gateway.Owner("req_1").Kept!.Status, Record.Outcome));
    }

    [Fact]
    public async Task Cancelling_says_so_at_once_and_a_second_time()
    {
        using var gateway = new TestGateway(Talk.Yaml);
        gateway.Provider.At("p").Before = _provider.Task.WaitAsync;
        await gateway.Respond(Talk.Request(Background), "req_1");

        Assert.Equal("cancelled", (await gateway.AskAbout("POST", "/responses/resp_req_1/cancel")).Json().Text("status"));
        await Eventually.Holds(() => gateway.Records.Any(record => record.Operation == "responses"));
        Assert.Equal("cancelled", (await gateway.AskAbout("POST", "/responses/resp_req_1/cancel")).Json().Text("status"));
        Assert.Equal(400, (await gateway.Respond(Talk.Request(Talk.Previous("req_1")), "req_2")).Response.StatusCode);
    }

    [Theory]
    [InlineData(500, "upstream_error")]
    [InlineData(400, "boom")]
    public async Task One_that_fails_says_why(int status, string code)
    {
        for (var i = 0; i < 3; i++)
            Chat.Answers(status, status == 400 ? """{"error":{"message":"no","type":"invalid_request_error","code":"boom"}}""" : TestGateway.ServerError);
        await Begin();
        _provider.SetResult();

        await Owned("failed");
        var error = (await _gateway.AskAbout("GET", "/responses/resp_req_1")).Json().GetProperty("error");
        Assert.Equal(code, error.Text("code"));
        Assert.NotEmpty(error.Text("message")!);
    }

    [Fact]
    public async Task One_that_breaks_off_has_failed()
    {
        Chat.Answers(200, TestGateway.Event("hel"), "text/event-stream");
        await Begin();
        _provider.SetResult();

        await Owned("failed");
        Assert.Contains("upstream_interrupted", (await _gateway.AskAbout("GET", "/responses/resp_req_1")).Received, StringComparison.Ordinal);
        Assert.Equal(CallOutcome.Interrupted, Record.Outcome);
    }

    [Fact]
    public async Task One_whose_edge_is_gone_has_failed_a_minute_later()
    {
        await Begin();
        _gateway.Time.Advance(TimeSpan.FromSeconds(59));
        await _gateway.Background.Beat();
        _gateway.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("in_progress", (await Ask("GET")).Json().Text("status"));

        _gateway.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(("failed", "server_error"), ((await Ask("GET")).Json().Text("status"), (await Ask("GET")).Json().GetProperty("error").Text("code")));
    }

    [Fact]
    public async Task An_edge_that_stops_says_of_its_own_that_they_failed_and_begins_no_more()
    {
        using var gateway = new TestGateway(Talk.Yaml, new GatewaySettings { DrainSeconds = 0 });
        gateway.Provider.At("p").Before = _provider.Task.WaitAsync;
        await gateway.Respond(Talk.Request(Background), "req_1");

        var stopping = gateway.Background.StopAsync(TestContext.Current.CancellationToken);
        await Eventually.Holds(() => gateway.Owner("req_1").Kept!.Status == "failed");
        await stopping;

        Assert.Contains("restarted", System.Text.Encoding.UTF8.GetString(gateway.Owner("req_1").Kept!.Response.Span), StringComparison.Ordinal);
        Assert.Equal(503, (await gateway.Respond(Talk.Request(Background), "req_2")).Response.StatusCode);
    }

    [Theory]
    [InlineData(",\"background\":true,\"store\":false", false, "store")]
    [InlineData(Background, true, "stream")]
    public async Task What_cannot_be_done_is_refused(string members, bool stream, string param)
    {
        var refused = await _gateway.Respond(Talk.Request(members, stream: stream), "req_1");

        Assert.Equal((400, param), (refused.Response.StatusCode, refused.Json().GetProperty("error").Text("param")));
        Assert.Null(_gateway.Owner("req_1").Kept);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_not_begun()
    {
        _gateway.Owner("req_1").Before = () => throw new IOException("no store");

        Assert.Equal(503, (await Begin()).Response.StatusCode);

        Assert.Empty(Chat.Requests);
        Chat.Answers(200, TestGateway.Answer());
        _provider.SetResult();
        Assert.Equal(200, (await _gateway.Respond(Talk.Request(), "req_2")).Response.StatusCode);
    }

    private UsageRecord Record => Assert.Single(_gateway.Records, record => record.Operation == "responses");

    private Task<Caller> Begin(string model = "chat") => _gateway.Respond(Talk.Request(Background, model), "req_1");

    private Task<Caller> Ask(string method) => _gateway.AskAbout(method, "/responses/resp_req_1");

    private async Task<Caller> Ended(string status)
    {
        await Owned(status);
        return await _gateway.AskAbout("GET", "/responses/resp_req_1");
    }

    private async Task Owned(string status)
    {
        await Eventually.Holds(() => _gateway.Owner("req_1").Kept!.Status == status);
        await Settled();
    }

    private Task Settled() => Eventually.Holds(() => _gateway.Read.BufferedBytes == 0);

    private static string Native() =>
        "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_theirs\",\"status\":\"in_progress\",\"model\":\"gpt-5\"}}\n\n"
        + "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"output_index\":0,\"delta\":\"hi\"}\n\n"
        + "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":2,\"response\":{\"id\":\"resp_theirs\",\"status\":\"completed\",\"model\":\"gpt-5\",\"output\":[],\"usage\":{\"input_tokens\":3,\"output_tokens\":2,\"total_tokens\":5}}}\n\n";
}
