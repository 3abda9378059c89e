using System.Text.Json;
using AiGateway.Core.Pinning;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.OpenAi;
using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Responses;

/// <summary><c>POST /v1/responses/compact</c>.</summary>
public sealed class CompactionTests : IDisposable
{
    private const string Yaml = """
        providers:
          - { id: p, baseUrl: 'http://p/v1', affinity: off, keys: [ { id: k1, secret: ONE, weight: 1000 }, { id: k2, secret: TWO } ] }
          - { id: q, baseUrl: 'http://q/v1', keys: [ { id: k3, secret: THREE } ] }
          - { id: claude, kind: anthropic, baseUrl: 'http://claude', keys: [ { id: k4, secret: FOUR } ] }
          - { id: chatty, baseUrl: 'http://chatty/v1', serves: [ chat ], keys: [ { id: k5, secret: FIVE } ] }
          - { id: demo, kind: demo }
        models:
          - { id: chat, targets: [ { provider: p, model: gpt } ] }
          - { id: claude, targets: [ { provider: claude, model: sonnet } ] }
          - { id: chatty, targets: [ { provider: chatty, model: small } ] }
          - { id: demo, targets: [ { provider: demo, model: demo } ] }
          - { id: mixed, targets: [ { provider: claude, model: sonnet } ], fallback: [ { provider: p, model: gpt }, { provider: q, model: other } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ], limits: { tokensPerMinute: 100000, tokens: strict } }
        """;

    private readonly TestGateway _gateway = new(Yaml);

    [Fact]
    public async Task It_passes_as_it_came_but_for_the_models_name()
    {
        const string answer = """{"id":"resp_1","object":"response.compaction","created_at":1,"output":[{"type":"message","role":"user","content":[]},{"id":"cmp_1","type":"compaction","encrypted_content":"sealed"}],"usage":{"input_tokens":30,"input_tokens_details":{"cached_tokens":4},"output_tokens":2,"output_tokens_details":{"reasoning_tokens":1},"total_tokens":32}}""";
        _gateway.Provider.Answers(200, answer);
        var body = """{"model":"chat", "input":[{"role":"user","content":"hi"}],"instructions":"be brief","prompt_cache_key":"c","x":[1.50]}""";

        var caller = await Call(body);

        var sent = Assert.Single(_gateway.Provider.Requests);
        Assert.Equal("http://p/v1/responses/compact", sent.Address.ToString());
        Assert.Equal(body.Replace("\"chat\"", "\"gpt\"", StringComparison.Ordinal), sent.Body);
        Assert.Equal((200, answer), (caller.Response.StatusCode, caller.Received));
        var record = Assert.Single(_gateway.Records);
        Assert.Equal(("responses.compact", CallOutcome.Ok, new TokenUsage(30, 2, 4, 1, Estimated: false)), (record.Operation, record.Outcome, record.Tokens));
    }

    [Fact]
    public async Task A_response_leads_it_to_its_account_and_what_it_made_leads_there_again()
    {
        _gateway.Pin(PinKey.Of(PinKind.Response, Wire.Bytes("resp_0"))).Pins =
            PinSet.Empty.With(new Pin { Provider = "p", Account = "k2", Consumer = "team", CreatedMs = 0, UsedMs = 0 });
        _gateway.Provider.Answers(200, Compacted("a")).Answers(200, Compacted("b")).Answers(200, Compacted("c"));

        await Call("""{"model":"chat","previous_response_id":"resp_0"}""");
        await Call("""{"model":"chat","input":[{"type":"compaction","encrypted_content":"a"},{"role":"user","content":"hi"}]}""");
        await Call("""{"model":"chat","input":[{"type":"compaction","encrypted_content":"b"}]}""", Operation.Responses);

        Assert.Equal(["Bearer TWO", "Bearer TWO", "Bearer TWO"], _gateway.Provider.Requests.Select(sent => sent.Authorization));
        Assert.Equal("http://p/v1/responses", _gateway.Provider.Requests[^1].Address.ToString());
    }

    [Theory]
    [InlineData("claude")]
    [InlineData("chatty")]
    [InlineData("demo")]
    public async Task Where_nobody_speaks_responses_the_caller_is_told_what_to_do(string model)
    {
        var caller = await Call($$"""{"model":"{{model}}","input":"hi"}""");

        var error = JsonElement.Parse(caller.Received).GetProperty("error");
        Assert.Equal((404, "model", "unsupported_operation"), (caller.Response.StatusCode, error.GetProperty("param").GetString(), error.GetProperty("code").GetString()));
        Assert.Contains("summarize the conversation by 'POST /v1/responses'", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(_gateway.Provider.Requests);
    }

    [Fact]
    public async Task Targets_that_cannot_are_passed_over()
    {
        _gateway.Provider.Answers(404, "404 page not found", "text/plain").Answers(200, Compacted("a"));

        var caller = await Call("""{"model":"mixed","input":"hi"}""");

        Assert.Equal(200, caller.Response.StatusCode);
        Assert.Equal(["http://p/v1/responses/compact", "http://q/v1/responses/compact"], _gateway.Provider.Requests.Select(sent => sent.Address.ToString()));
    }

    [Theory]
    [InlineData(""","stream":true""")]
    [InlineData(""","background":true""")]
    public async Task It_is_answered_at_once_whatever_else_is_asked(string members)
    {
        _gateway.Provider.Answers(200, Compacted("a"));

        var caller = await Call($$"""{"model":"chat","input":"hi"{{members}}}""");

        Assert.Equal((200, "application/json", Compacted("a")), (caller.Response.StatusCode, caller.Response.ContentType, caller.Received));
    }

    [Fact]
    public async Task An_error_under_200_is_no_answer()
    {
        _gateway.Provider.Answers(200, """{"error":{"message":"no","code":"server_error"}}""").Answers(200, Compacted("a"));

        Assert.Equal(Compacted("a"), (await Call("""{"model":"chat","input":"hi"}""")).Received);
    }

    public void Dispose() => _gateway.Dispose();

    private static string Compacted(string sealedText) =>
        $$$"""{"id":"resp_{{{sealedText}}}","object":"response.compaction","created_at":1,"output":[{"type":"compaction","encrypted_content":"{{{sealedText}}}"}],"usage":{"input_tokens":3,"output_tokens":2,"total_tokens":5}}""";

    private async Task<Caller> Call(string body, Operation operation = Operation.Compaction)
    {
        var caller = new Caller(body, TestCatalog.ConsumerKey);
        await _gateway.Run(caller, operation);
        return caller;
    }
}
