using AiGateway.Core.Pinning;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.OpenAi;
using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Pinning;

/// <summary>Responses, which only the account that made them can go on from.</summary>
public sealed class ResponsePinTests : IDisposable
{
    private const string Yaml = """
        providers:
          - { id: p, baseUrl: 'http://p/v1', affinity: off, keys: [ { id: k1, secret: ONE, weight: 1000 }, { id: k2, secret: TWO } ] }
          - { id: q, baseUrl: 'http://q/v1', objects: any, keys: [ { id: k3, secret: THREE } ] }
        models:
          - { id: chat, targets: [ { provider: p, model: gpt } ], fallback: [ { provider: q, model: other } ] }
          - { id: old, targets: [ { provider: q, model: gpt } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] }
          - { id: others, keys: [ { secret: another caller's key } ], models: [ "*" ] }
        """;

    private readonly TestGateway _gateway = new(Yaml);

    public void Dispose() => _gateway.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_id_is_stored_before_its_caller_has_it(bool stream)
    {
        _gateway.Provider.Answers(200, stream ? Stream("hi") : Whole("resp_1"), stream ? "text/event-stream" : "application/json");
        var stored = new TaskCompletionSource();
        Owner("resp_1").Before = () => stored.Task;
        using var caller = new Caller(Request(stream: stream), TestCatalog.ConsumerKey);

        var running = _gateway.Run(caller, Operation.Responses);
        Assert.False(running.IsCompleted);
        Assert.Equal("", caller.Received);
        stored.SetResult();
        await running;

        Assert.Contains("resp_1", caller.Received, StringComparison.Ordinal);
        Assert.Equal(("p", "k1"), (Owner("resp_1").Pins.Find("team").Pin!.Provider, Owner("resp_1").Pins.Find("team").Pin!.Account));
        Assert.Equal(("responses", new TokenUsage(3, 2, 0, 0, Estimated: false)), (_gateway.Records[0].Operation, _gateway.Records[0].Tokens));
    }

    [Fact]
    public async Task The_next_turn_goes_to_the_account_that_made_the_last_and_to_no_other()
    {
        Pinned("resp_1", "team", "k2");
        _gateway.Provider.Answers(200, Whole("resp_2")).Answers(500, TestGateway.ServerError);

        Assert.Equal(200, (await Call(Request(""", "previous_response_id":"resp_1" """))).Response.StatusCode);
        Assert.Equal(502, (await Call(Request(""", "previous_response_id":"resp_1" """))).Response.StatusCode);

        Assert.Equal(["Bearer TWO", "Bearer TWO"], _gateway.Provider.Requests.Select(r => r.Authorization));
        Assert.All(_gateway.Provider.Requests, sent => Assert.Equal("http://p/v1/responses", sent.Address.ToString()));
    }

    [Theory]
    [InlineData("""{"type":"file_search","vector_store_ids":["vs_1"]}""", PinKind.VectorStore, "vs_1", "vector_store_ids")]
    [InlineData("""{"type":"code_interpreter","container":"cntr_1"}""", PinKind.Container, "cntr_1", "container")]
    [InlineData("""{"type":"code_interpreter","container":"\u0063ntr_1"}""", PinKind.Container, "cntr_1", "container")]
    [InlineData("""{"type":"code_interpreter","container":{"type":"auto","file_ids":["file-1"]}}""", PinKind.File, "file-1", "file_id")]
    public async Task What_a_tool_names_leads_to_its_account_and_anothers_does_not_exist(string tool, PinKind kind, string id, string param)
    {
        await _gateway.Objects.Keep(kind, id, "others", "p", "k2");
        var refused = await Call(Request($$""", "tools":[{{tool}}] """));
        Assert.Equal(404, refused.Response.StatusCode);
        Assert.Contains($"\"param\":\"{param}\"", refused.Received, StringComparison.Ordinal);

        await _gateway.Objects.Keep(kind, id, "team", "p", "k2");
        _gateway.Provider.Answers(200, Whole("resp_1"));
        Assert.Equal(200, (await Call(Request($$""", "tools":[{{tool}}] """))).Response.StatusCode);

        Assert.Equal(["Bearer TWO"], _gateway.Provider.Requests.Select(r => r.Authorization));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_machine_that_code_ran_on_belongs_to_who_asked(bool stream)
    {
        const string Item = """{"type":"code_interpreter_call","id":"ci_1","container_id":"cntr_1","code":"1"}""";
        var whole = Whole("resp_1").Replace("\"output\":[", $"\"output\":[{Item},", StringComparison.Ordinal);
        _gateway.Provider.Answers(200, stream ? Event("response.output_item.done", $"\"item\":{Item}") + Event("response.completed", $"\"response\":{whole}") : whole, stream ? "text/event-stream" : "application/json");

        Assert.Equal(200, (await Call(Request(""", "store":false """, stream: stream))).Response.StatusCode);

        Assert.Equal("k1", (await _gateway.Objects.Find(PinKind.Container, "cntr_1", "team")).Pin!.Account);
        Assert.Equal(PinStanding.Others, (await _gateway.Objects.Find(PinKind.Container, "cntr_1", "others")).Standing);
    }

    [Fact]
    public async Task A_container_that_is_a_tools_own_argument_is_none()
    {
        await _gateway.Objects.Keep(PinKind.Container, "box", "others", "p", "k2");
        _gateway.Provider.Answers(200, Whole("resp_1"));
        const string Tool = """{"type":"function","name":"pack","parameters":{"type":"object","properties":{"container":{"type":"string","default":"box"}},"container":"box"}}""";

        Assert.Equal(200, (await Call(Request($$""", "tools":[{{Tool}}] """))).Response.StatusCode);
    }

    [Theory]
    [InlineData("chat", "others", 400)]
    [InlineData("chat", null, 400)]
    [InlineData("old", "others", 400)]
    [InlineData("old", null, 200)]
    public async Task One_that_is_anothers_does_not_exist_and_an_unknown_one_only_where_the_catalog_allows_it(string model, string? owner, int status)
    {
        if (owner is not null)
            Pinned("resp_1", owner, "k1");
        _gateway.Provider.Answers(200, Whole("resp_2"));

        var caller = await Call(Request(""", "previous_response_id":"resp_1" """, model));

        Assert.Equal(status, caller.Response.StatusCode);
        Assert.Equal(status == 400, caller.Received.Contains("previous_response_not_found", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_kept_is_not_stored()
    {
        _gateway.Provider.Answers(200, Whole("resp_1"));

        await Call(Request(""", "store":false """));

        Assert.Empty(Owner("resp_1").Pins.Pins);
    }

    [Theory]
    [InlineData("", 500, 200)]
    [InlineData(""", "store":false """, 500, 200)]
    [InlineData(""", "store":true """, 500, 502)]
    [InlineData(""", "store":true """, 401, 200)]
    [InlineData(""", "store":true """, 0, 200)]
    public async Task One_that_its_caller_counts_on_is_not_made_twice(string members, int first, int told)
    {
        if (first == 0)
            _gateway.Provider.IsDown();
        else
            _gateway.Provider.Answers(first, TestGateway.ServerError);
        _gateway.Provider.Answers(200, Whole("resp_1"));

        Assert.Equal(told, (await Call(Request(members))).Response.StatusCode);
        Assert.Equal(told == 200 ? 2 : 1, _gateway.Provider.Requests.Count);
    }

    [Theory]
    [InlineData(404, "<html><title>404 Not Found</title></html>")]
    [InlineData(405, "<html><title>405 Not Allowed</title></html>")]
    [InlineData(404, "404 page not found")]
    public async Task A_provider_that_does_not_serve_them_is_not_taken_for_one_in_trouble(int status, string page)
    {
        for (var i = 0; i < 20; i++)
            _gateway.Provider.Answers(status, page, "text/html");

        for (var i = 0; i < 20; i++)
            Assert.Equal(status, (await Call(Request())).Response.StatusCode);

        Assert.Equal(20, _gateway.Provider.Requests.Count);
        _gateway.Provider.Answers(200, TestGateway.Answer());
        Assert.Equal(200, (await _gateway.Call(TestGateway.Chat())).Response.StatusCode);
    }

    [Fact]
    public async Task A_stream_that_fails_before_any_content_is_answered_by_another_key()
    {
        _gateway.Provider
            .Answers(200, Event("response.created", "\"response\":{\"id\":\"resp_0\",\"status\":\"in_progress\"}") + Event("response.failed", "\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"oops\"}}"), "text/event-stream")
            .Answers(200, Stream("hi"), "text/event-stream");

        var caller = await Call(Request(stream: true));

        Assert.DoesNotContain("resp_0", caller.Received, StringComparison.Ordinal);
        Assert.Contains("response.completed", caller.Received, StringComparison.Ordinal);
        Assert.False(caller.CutOff);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_ends_in_its_own_form_of_an_error_and_is_cut()
    {
        _gateway.Provider.Answers(200, Stream("hi").Split("event: response.completed")[0], "text/event-stream");

        var caller = await Call(Request(stream: true));

        Assert.EndsWith("event: error\ndata: {\"type\":\"error\",\"code\":\"upstream_interrupted\",\"message\":\"The provider's answer broke off before it was complete.\",\"param\":null,\"error\":{\"message\":\"The provider's answer broke off before it was complete.\",\"type\":\"server_error\",\"param\":null,\"code\":\"upstream_interrupted\"},\"sequence_number\":2}\n\n", caller.Received, StringComparison.Ordinal);
        Assert.True(caller.CutOff);
        Assert.Equal(CallOutcome.Interrupted, Assert.Single(_gateway.Records).Outcome);
    }

    private async Task<Caller> Call(string body)
    {
        var caller = new Caller(body, TestCatalog.ConsumerKey);
        await _gateway.Run(caller, Operation.Responses);
        return caller;
    }

    private FakePin Owner(string id) => _gateway.Pin(PinKey.Of(PinKind.Response, Wire.Bytes(id)));

    private void Pinned(string id, string consumer, string account) =>
        Owner(id).Pins = PinSet.Empty.With(new Pin { Provider = "p", Account = account, Consumer = consumer, CreatedMs = 0, UsedMs = 0 });

    private static string Request(string members = "", string model = "chat", bool stream = false) =>
        $$"""{"model":"{{model}}","input":"hi","stream":{{(stream ? "true" : "false")}}{{members}}}""";

    private static string Whole(string id) =>
        $$$"""{"id":"{{{id}}}","object":"response","status":"completed","model":"gpt","error":null,"output":[{"type":"message","content":[{"type":"output_text","text":"hi"}]}],"usage":{"input_tokens":3,"output_tokens":2,"total_tokens":5}}""";

    private static string Stream(string text) =>
        Event("response.created", "\"sequence_number\":0,\"response\":{\"id\":\"resp_1\",\"status\":\"in_progress\",\"model\":\"gpt\"}")
        + Event("response.output_text.delta", $"\"sequence_number\":1,\"delta\":\"{text}\"")
        + Event("response.completed", $"\"sequence_number\":2,\"response\":{Whole("resp_1")}");

    private static string Event(string type, string members) => $"event: {type}\ndata: {{\"type\":\"{type}\",{members}}}\n\n";
}
