using System.Text.Json;
using AiGateway.Core.Money;
using AiGateway.Core.Usage;

namespace AiGateway.Edge.Tests.Pipeline;

/// <summary>An answer that breaks off after its first words, and who goes on with it.</summary>
public sealed class ContinuationTests : IDisposable
{
    private const string Usage = """data: {"id":"b","object":"chat.completion.chunk","model":"gpt","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13}}""" + "\n\n";

    private TestGateway _gateway = new(Chain("continues: prefix"));

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Another_target_goes_on_and_the_caller_sees_one_answer()
    {
        _gateway.Provider.Answers(200, Broken("Once ", "upon "), "text/event-stream").Answers(200, Rest("a ", "time"), "text/event-stream");

        var caller = await _gateway.Call(Chat());

        Assert.False(caller.CutOff);
        var chunks = Chunks(caller);
        Assert.Equal("Once upon a time", Text(chunks));
        Assert.Equal(["a"], chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct());
        Assert.Equal(["chat"], chunks.Select(chunk => chunk.GetProperty("model").GetString()).Distinct());
        Assert.Equal(1, Roles(chunks));
        Assert.EndsWith("data: [DONE]\n\n", caller.Received, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", """,{"role":"assistant","content":"Say \"é\"\n"}]""", "")]
    [InlineData("prefix", """,{"role":"assistant","content":"Say \"é\"\n","prefix":true}]""", "")]
    [InlineData("partial", """,{"role":"assistant","content":"Say \"é\"\n","partial":true}]""", "")]
    [InlineData("continueFinalMessage", """,{"role":"assistant","content":"Say \"é\"\n"}]""", ""","continue_final_message":true,"add_generation_prompt":false""")]
    public async Task It_is_told_in_its_own_way_how_the_answer_begins(string style, string message, string beside)
    {
        Use(Chain($"continues: {style}"));
        _gateway.Provider.Answers(200, Broken("Say \\\"é\\\"", "\\n"), "text/event-stream").Answers(200, Rest("now"), "text/event-stream");

        var caller = await _gateway.Call(Chat());

        Assert.Equal("Say \"é\"\nnow", Text(Chunks(caller)));
        var sent = _gateway.Provider.Requests[1].Body;
        Assert.Contains(message, sent, StringComparison.Ordinal);
        Assert.Contains(beside, sent, StringComparison.Ordinal);
        using var read = JsonDocument.Parse(sent);
        Assert.Equal("other", read.RootElement.GetProperty("model").GetString());
    }

    [Fact]
    public async Task What_was_said_before_counts_against_the_cap_and_into_usage_and_cost()
    {
        _gateway.Prices.Replace(new PriceList([Price("p", "gpt", 1), Price("q", "other", 2)]));
        _gateway.Provider.Answers(200, Broken("one", " two", " three"), "text/event-stream").Answers(200, Rest(" four").Replace("data: [DONE]", Usage + "data: [DONE]", StringComparison.Ordinal), "text/event-stream");

        var caller = await _gateway.Call(Chat(""","max_tokens":50,"stream_options":{"include_usage":true}"""));

        var tokens = _gateway.Records[0].Tokens;
        using var sent = JsonDocument.Parse(_gateway.Provider.Requests[1].Body);
        var said = 50 - sent.RootElement.GetProperty("max_tokens").GetInt32();
        Assert.InRange(said, 2, 4);
        Assert.Equal(4 + said, tokens.Completion);
        Assert.True(tokens.Estimated);
        var prompt = tokens.Prompt - 9;
        Assert.Equal((prompt * 1_000) + (said * 10_000) + (9 * 2_000) + (4 * 20_000), _gateway.Records[0].CostNanos);
        var usage = Chunks(caller).Last(chunk => chunk.TryGetProperty("usage", out var value) && value.ValueKind == JsonValueKind.Object).GetProperty("usage");
        Assert.Equal((tokens.Prompt, tokens.Completion), (usage.GetProperty("prompt_tokens").GetInt64(), usage.GetProperty("completion_tokens").GetInt64()));
        Assert.Equal((CallOutcome.Ok, 2, "q"), (_gateway.Records[0].Outcome, _gateway.Records[0].Attempts, _gateway.Records[0].Provider));
    }

    [Fact]
    public async Task It_may_break_off_again()
    {
        Use(Chain("continues: prefix", ", continues: plain"));
        _gateway.Provider.Answers(200, Broken("a"), "text/event-stream").Answers(200, Broken("b"), "text/event-stream").Answers(200, Rest("c"), "text/event-stream");

        var caller = await _gateway.Call(Chat());

        Assert.Equal("abc", Text(Chunks(caller)));
        Assert.Contains("""{"role":"assistant","content":"ab","prefix":true}""", _gateway.Provider.Requests[2].Body, StringComparison.Ordinal);
        Assert.Equal(["p", "p", "q"], _gateway.Provider.Requests.Select(request => request.Address.Host));
    }

    [Fact]
    public async Task A_target_that_refuses_to_leaves_its_caller_with_the_error()
    {
        _gateway.Provider.Answers(200, Broken("a"), "text/event-stream").Answers(400, """{"error":{"message":"no prefill"}}""");

        var caller = await _gateway.Call(Chat());

        Assert.True(caller.CutOff);
        Assert.Contains("upstream_interrupted", caller.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", caller.Received, StringComparison.Ordinal);
        Assert.Equal(CallOutcome.Interrupted, _gateway.Records[0].Outcome);
    }

    [Theory]
    [InlineData(""","response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{}}}""", "")]
    [InlineData(""","n":2""", "")]
    [InlineData(""","continue_final_message":false""", "")]
    [InlineData("", """,{"role":"assistant","content":"Onc"}""")]
    public async Task A_request_that_cannot_be_gone_on_with_is_not(string members, string messages)
    {
        _gateway.Provider.Answers(200, Broken("a"), "text/event-stream");

        var caller = await _gateway.Call(Chat(members, messages));

        Assert.True(caller.CutOff);
        Assert.Single(_gateway.Provider.Requests);
    }

    [Theory]
    [InlineData("""{"tool_calls":[{"index":0,"id":"t","type":"function","function":{"name":"f","arguments":"{"}}]}""")]
    [InlineData("""{"reasoning_content":"hm"}""")]
    [InlineData("""{"refusal":"no"}""")]
    public async Task An_answer_that_is_not_only_text_is_not_gone_on_with(string delta)
    {
        var chunk = $$$"""data: {"id":"a","object":"chat.completion.chunk","model":"gpt","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":null}]}""" + "\n\n";
        _gateway.Provider.Answers(200, chunk, "text/event-stream");

        var caller = await _gateway.Call(Chat());

        Assert.True(caller.CutOff);
        Assert.Single(_gateway.Provider.Requests);
    }

    [Fact]
    public async Task Without_a_target_that_may_the_answer_breaks_off_as_it_always_did()
    {
        Use(Chain(""));
        _gateway.Provider.Answers(200, Broken("a"), "text/event-stream");

        var caller = await _gateway.Call(Chat());

        Assert.True(caller.CutOff);
        Assert.Single(_gateway.Provider.Requests);
    }

    [Fact]
    public async Task Reasoning_that_led_to_the_text_is_no_hindrance()
    {
        var thought = """data: {"id":"a","object":"chat.completion.chunk","model":"gpt","choices":[{"index":0,"delta":{"reasoning_content":"hm"},"finish_reason":null}]}""" + "\n\n";
        _gateway.Provider.Answers(200, thought + Broken("so "), "text/event-stream").Answers(200, Rest("be it"), "text/event-stream");

        var caller = await _gateway.Call(Chat());

        Assert.Equal("so be it", Text(Chunks(caller)));
        Assert.Contains("""{"role":"assistant","content":"so ","prefix":true}""", _gateway.Provider.Requests[1].Body, StringComparison.Ordinal);
    }

    /// <summary>A thousand billionths an input token for each dollar, ten thousand an output token.</summary>
    private static PriceSpec Price(string provider, string model, int dollars) => new()
    {
        Provider = provider, Model = model, Input = new Usd(dollars * 1_000_000_000L), Output = new Usd(dollars * 10_000_000_000L),
    };

    private static string Chain(string continues, string first = "") => $$"""
        providers:
          - { id: p, baseUrl: 'http://p/v1', affinity: off, keys: [ { id: k1, secret: CANARY-ONE, weight: 1000 }, { id: k3, secret: CANARY-THREE } ] }
          - { id: q, baseUrl: 'http://q/v1', keys: [ { id: k2, secret: CANARY-TWO } ] }
        models:
          - { id: chat, targets: [ { provider: p, model: gpt{{first}} } ], fallback: [ { provider: q, model: other{{(continues.Length == 0 ? "" : ", " + continues)}} } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] }
        """;

    private static string Chat(string members = "", string messages = "") =>
        $$"""{"model":"chat","stream":true{{members}},"messages":[{"role":"user","content":"hi"}{{messages}}]}""";

    private static string Opening(string id) =>
        $$$"""data: {"id":"{{{id}}}","object":"chat.completion.chunk","model":"gpt","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""" + "\n\n";

    /// <summary>Breaks off after its last word.</summary>
    private static string Broken(params string[] words) => Opening("a") + string.Concat(words.Select(word => TestGateway.Event(word)));

    private static string Rest(params string[] words) =>
        Opening("b") + TestGateway.Stream(words).Replace("\"id\":\"a\"", "\"id\":\"b\"", StringComparison.Ordinal);

    private static List<JsonElement> Chunks(Caller caller) =>
        [.. caller.Received.Split("\n\n").Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line[6..]).RootElement.Clone())];

    private static IEnumerable<JsonElement> Deltas(IEnumerable<JsonElement> chunks) =>
        chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray()).Select(choice => choice.GetProperty("delta"));

    private static string Text(IEnumerable<JsonElement> chunks) =>
        string.Concat(Deltas(chunks).Select(delta => delta.TryGetProperty("content", out var content) ? content.GetString() : ""));

    private static int Roles(IEnumerable<JsonElement> chunks) => Deltas(chunks).Count(delta => delta.TryGetProperty("role", out _));

    private void Use(string yaml)
    {
        _gateway.Dispose();
        _gateway = new TestGateway(yaml);
    }
}
