using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Responses;

/// <summary>Responses of providers that keep none are kept by the gateway, and conversations go on from them.</summary>
public sealed class KeptResponseTests : IDisposable
{
    private readonly TestGateway _gateway = new(Talk.Yaml);

    private ScriptedProvider Chat => _gateway.Provider.At("p");

    public void Dispose() => _gateway.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_response_is_stored_before_its_caller_has_its_end(bool stream)
    {
        Answers(stream, "hello");
        var stored = new TaskCompletionSource();
        _gateway.Owner("req_1").Before = () => stored.Task;
        using var caller = new Caller(Talk.Request(stream: stream), TestCatalog.ConsumerKey);

        var running = _gateway.Run(caller, Operation.Responses, callId: "req_1");
        Assert.False(running.IsCompleted);
        Assert.DoesNotContain("completed", caller.Received, StringComparison.Ordinal);
        stored.SetResult();
        await running;

        Assert.Contains("\"id\":\"resp_req_1\"", caller.Received, StringComparison.Ordinal);
        Assert.Contains("\"store\":true", caller.Received, StringComparison.Ordinal);
        Assert.Equal(("team", "completed"), (_gateway.Owner("req_1").Kept!.Consumer, _gateway.Owner("req_1").Kept!.Status));
        Assert.Equal(CallOutcome.Ok, Assert.Single(_gateway.Records).Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_next_turn_brings_all_that_was_said(bool stream)
    {
        Answers(stream, "hello");
        Answers(stream, "fine");
        Answers(stream, "bye");

        await _gateway.Respond(Talk.Request(",\"instructions\":\"Old.\"", stream: stream), "req_1");
        await _gateway.Respond(Talk.Request(Talk.Previous("req_1"), stream: stream, input: "\"how are you?\""), "req_2");
        var third = await _gateway.Respond(Talk.Request(Talk.Previous("req_2") + ",\"instructions\":\"New.\"", stream: stream, input: """[{"role":"user","content":"good"}]"""), "req_3");

        Assert.Equal(200, third.Response.StatusCode);
        Assert.Equal(
            ["system Old.|user hi", "user hi|assistant hello|user how are you?", "system New.|user hi|assistant hello|user how are you?|assistant fine|user good"],
            Chat.Requests.Select(sent => sent.Said().Replace("developer", "system", StringComparison.Ordinal)));
        Assert.All(Chat.Requests, sent => Assert.DoesNotContain("previous_response_id", sent.Body, StringComparison.Ordinal));
        Assert.Contains("\"previous_response_id\":\"resp_req_2\"", third.Received, StringComparison.Ordinal);
        Assert.False(third.Response.Headers.ContainsKey("x-aigateway-omitted"));
    }

    [Fact]
    public async Task It_goes_on_with_another_model_of_another_dialect()
    {
        Answers(false, "hello");
        _gateway.Provider.At("a").Answers(200, """{"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[{"type":"text","text":"fine"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":2}}""");
        _gateway.Provider.At("n").Answers(200, Native("resp_theirs"));

        await _gateway.Respond(Talk.Request(), "req_1");
        var second = await _gateway.Respond(Talk.Request(Talk.Previous("req_1"), "claude", input: "\"how are you?\""), "req_2");
        var third = await _gateway.Respond(Talk.Request(Talk.Previous("req_2"), "native", input: "\"good\""), "req_3");

        Assert.Equal("user hi|assistant hello|user how are you?", Assert.Single(_gateway.Provider.At("a").Requests).Said());
        Assert.Equal(("resp_req_2", "claude"), (second.Json().Text("id"), second.Json().Text("model")));
        var sent = Assert.Single(_gateway.Provider.At("n").Requests).Body;
        Assert.DoesNotContain("req_", sent, StringComparison.Ordinal);
        Assert.Contains("how are you?", sent, StringComparison.Ordinal);
        Assert.Contains("\"store\":false", sent, StringComparison.Ordinal);
        Assert.Equal(("resp_req_3", "native", true, "resp_req_2"), (third.Json().Text("id"), third.Json().Text("model"), third.Json().GetProperty("store").GetBoolean(), third.Json().Text("previous_response_id")));
        Assert.NotNull(_gateway.Owner("req_3").Kept);
    }

    [Fact]
    public async Task Items_that_are_only_named_are_put_in_their_places()
    {
        Answers(false, "hello");
        Answers(false, "fine");
        await _gateway.Respond(Talk.Request(), "req_1");

        await _gateway.Respond(Talk.Request(input: """[{"role":"user","content":"hi"},{"type":"item_reference","id":"msg_req_1_0"},{"role":"user","content":"more"}]"""), "req_2");

        Assert.Equal("user hi|assistant hello|user more", Chat.Requests[1].Said());
    }

    [Fact]
    public async Task What_earlier_turns_hold_is_counted_when_the_provider_does_not_count()
    {
        Answers(false, new string('x', 3_000));
        Chat.Answers(200, TestGateway.Answer().Replace(",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}", "", StringComparison.Ordinal));
        await _gateway.Respond(Talk.Request(), "req_1");

        await _gateway.Respond(Talk.Request(Talk.Previous("req_1")), "req_2");

        Assert.InRange(_gateway.Records[1].Tokens.Prompt, 300, 3_100);
    }

    [Theory]
    [InlineData("req_1", Talk.Others)]
    [InlineData("req_9", TestCatalog.ConsumerKey)]
    public async Task Anothers_and_unknown_ones_do_not_exist(string previous, string key)
    {
        Answers(false, "hello");
        await _gateway.Respond(Talk.Request(), "req_1");

        var refused = await _gateway.Respond(Talk.Request(Talk.Previous(previous)), "req_2", key);

        Assert.Equal((400, "previous_response_not_found"), (refused.Response.StatusCode, refused.Json().GetProperty("error").Text("code")));
        Assert.Equal(404, (await _gateway.AskAbout("GET", $"/responses/resp_{previous}", key)).Response.StatusCode);
        Assert.Equal(404, (await _gateway.AskAbout("DELETE", $"/responses/resp_{previous}", key)).Response.StatusCode);
        Assert.NotNull(_gateway.Owner("req_1").Kept);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_caller_wants_not_kept_is_not(bool stream)
    {
        Answers(stream, "hello");

        var caller = await _gateway.Respond(Talk.Request(",\"store\":false", stream: stream), "req_1");

        Assert.Null(_gateway.Owner("req_1").Kept);
        Assert.DoesNotContain("\"store\":true", caller.Received, StringComparison.Ordinal);
        Assert.False(caller.Response.Headers.ContainsKey("x-aigateway-not-stored"));
    }

    [Theory]
    [InlineData(false, 100)]
    [InlineData(true, 100)]
    [InlineData(false, 900)]
    [InlineData(true, 900)]
    public async Task What_is_too_large_is_not_kept_and_says_so_from_then_on(bool stream, int most)
    {
        using var gateway = new TestGateway(Talk.Yaml, new GatewaySettings { MaxKeptResponseBytes = most });
        var text = new string('x', 1_000);
        gateway.Provider.At("p").Answers(200, stream ? TestGateway.Stream(text) : TestGateway.Answer(text), stream ? "text/event-stream" : "application/json");

        var caller = await gateway.Respond(Talk.Request(stream: stream), "req_1");

        Assert.Equal("too_large", caller.Response.Headers["x-aigateway-not-stored"].ToString());
        Assert.Contains("\"store\":false", caller.Received, StringComparison.Ordinal);
        Assert.True(gateway.Owner("req_1").Kept!.Response.IsEmpty);
        var next = await gateway.Respond(Talk.Request(Talk.Previous("req_1")), "req_2");
        Assert.Equal((400, "previous_response_not_found"), (next.Response.StatusCode, next.Json().GetProperty("error").Text("code")));
        Assert.Contains("more than the gateway keeps", next.Received, StringComparison.Ordinal);
        var asked = await gateway.AskAbout("GET", "/responses/resp_req_1");
        Assert.Equal((404, "response_not_kept"), (asked.Response.StatusCode, asked.Json().GetProperty("error").Text("code")));
        Assert.Equal(200, (await gateway.AskAbout("DELETE", "/responses/resp_req_1")).Response.StatusCode);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(5, true)]
    public async Task A_picture_that_waits_on_disk_is_kept_whole_or_not_at_all(int megabytes, bool tooLarge)
    {
        var picture = string.Concat(Enumerable.Repeat("iVBORw0KGgoAAAANSUhEUg+/", megabytes * 1024 * 1024 / 24));
        Answers(false, "hello");
        Answers(false, "fine");

        var first = await _gateway.Respond(
            Talk.Request(input: $$"""[{"role":"user","content":[{"type":"input_text","text":"what?"},{"type":"input_image","image_url":"data:image/png;base64,{{picture}}"}]}]"""), "req_1");
        Assert.Equal((200, tooLarge ? "too_large" : ""), (first.Response.StatusCode, first.Response.Headers["x-aigateway-not-stored"].ToString()));
        var second = await _gateway.Respond(Talk.Request(Talk.Previous("req_1")), "req_2");

        Assert.Equal(tooLarge ? 400 : 200, second.Response.StatusCode);
        Assert.All(Chat.Requests, sent => Assert.Contains(picture, sent.Body, StringComparison.Ordinal));
        Assert.Equal(tooLarge ? 1 : 2, Chat.Requests.Count);
        Assert.Equal((0, 0), (_gateway.Read.SpooledBytes, _gateway.Read.BufferedBytes));
    }

    [Fact]
    public async Task An_answer_is_given_though_it_cannot_be_stored_and_a_lookup_that_fails_is_told()
    {
        Answers(false, "hello");
        _gateway.Owner("req_1").Before = () => throw new IOException("no store");

        var caller = await _gateway.Respond(Talk.Request(), "req_1");
        var next = await _gateway.Respond(Talk.Request(Talk.Previous("req_1")), "req_2");

        Assert.Equal((200, "unavailable"), (caller.Response.StatusCode, caller.Response.Headers["x-aigateway-not-stored"].ToString()));
        Assert.Equal((503, 503), (next.Response.StatusCode, (await _gateway.AskAbout("GET", "/responses/resp_req_1")).Response.StatusCode));
    }

    [Fact]
    public async Task A_store_that_hangs_holds_an_answer_back_for_a_second()
    {
        Answers(false, "hello");
        _gateway.Owner("req_1").Before = () => Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);

        var running = _gateway.Respond(Talk.Request(), "req_1");
        Assert.False(running.IsCompleted);
        _gateway.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(200, (await running).Response.StatusCode);
    }

    [Fact]
    public async Task What_no_provider_keeps_may_be_asked_for_again()
    {
        using var gateway = new TestGateway(Talk.Yaml.Replace("{ id: k1, secret: ONE }", "{ id: k1, secret: ONE }, { id: k9, secret: NINE }", StringComparison.Ordinal));
        gateway.Provider.At("p").Answers(500, TestGateway.ServerError).Answers(200, TestGateway.Answer());

        Assert.Equal(200, (await gateway.Respond(Talk.Request(",\"store\":true"), "req_1")).Response.StatusCode);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_numbered_to_its_end_and_not_kept()
    {
        Chat.Answers(200, TestGateway.Event("hel"), "text/event-stream");

        var caller = await _gateway.Respond(Talk.Request(stream: true), "req_1");

        Assert.True(caller.CutOff);
        Assert.Contains("\"sequence_number\":5}", caller.Received[caller.Received.LastIndexOf("event: error", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Null(_gateway.Owner("req_1").Kept);
    }

    private void Answers(bool stream, string text) =>
        Chat.Answers(200, stream ? TestGateway.Stream(text) : TestGateway.Answer(text), stream ? "text/event-stream" : "application/json");

    private static string Native(string id) =>
        $$$"""{"id":"{{{id}}}","object":"response","status":"completed","model":"gpt-5","error":null,"output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"hi"}]}],"usage":{"input_tokens":3,"output_tokens":2,"total_tokens":5}}""";
}
