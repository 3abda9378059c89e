using System.Text.Json;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;

namespace AiGateway.Edge.Tests.Pipeline.Dialects;

/// <summary>Text completions, answered by providers that know chats only and by those that know them too.</summary>
public sealed class TextCompletionTests : IDisposable
{
    private const string Claude = """{"id":"msg_1","type":"message","role":"assistant","model":"x","content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":" hello"}],"stop_reason":"max_tokens","usage":{"input_tokens":7,"cache_read_input_tokens":3,"output_tokens":2}}""";
    private const string Google = """{"candidates":[{"content":{"role":"model","parts":[{"text":" hello"}]},"finishReason":"MAX_TOKENS","index":0}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2,"totalTokenCount":12}}""";
    private const string Amazon = """{"output":{"message":{"role":"assistant","content":[{"text":" hello"}]}},"stopReason":"max_tokens","usage":{"inputTokens":10,"outputTokens":2,"totalTokens":12}}""";

    private static readonly string ClaudeStream = Named(
        ("message_start", """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"x","content":[],"stop_reason":null,"usage":{"input_tokens":10,"output_tokens":1}}}"""),
        ("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
        ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" hel"}}"""),
        ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"lo"}}"""),
        ("content_block_stop", """{"type":"content_block_stop","index":0}"""),
        ("message_delta", """{"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{"output_tokens":2}}"""),
        ("message_stop", """{"type":"message_stop"}"""));

    private static readonly string GoogleStream = Events(
        """{"candidates":[{"content":{"role":"model","parts":[{"text":" hel"}]},"index":0}]}""",
        """{"candidates":[{"content":{"role":"model","parts":[{"text":"lo"}]},"finishReason":"MAX_TOKENS","index":0}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2,"totalTokenCount":12}}""");

    private static readonly (string, string)[] AmazonEvents =
    [
        ("messageStart", """{"role":"assistant"}"""),
        ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":" hel"}}"""),
        ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"lo"}}"""),
        ("contentBlockStop", """{"contentBlockIndex":0}"""),
        ("messageStop", """{"stopReason":"max_tokens"}"""),
        ("metadata", """{"usage":{"inputTokens":10,"outputTokens":2,"totalTokens":12},"metrics":{"latencyMs":1}}"""),
    ];

    private readonly DialectBench _bench = new();

    [Theory]
    [InlineData("claude", "claude", Claude)]
    [InlineData("gemini", "google", Google)]
    [InlineData("nova", "amazon", Amazon)]
    public async Task A_completion_is_answered_by_any_provider(string model, string host, string answer)
    {
        _bench.At(host).Answers(200, answer);

        var caller = await _bench.Call($$"""{"model":"{{model}}","prompt":"say hello","max_tokens":20}""", Operation.Completions);

        var (read, choice) = (JsonElement.Parse(caller.Received), JsonElement.Parse(caller.Received).GetProperty("choices")[0]);
        Assert.Equal((200, "text_completion", model), (caller.Response.StatusCode, Text(read, "object"), Text(read, "model")));
        Assert.StartsWith("cmpl-", Text(read, "id"), StringComparison.Ordinal);
        Assert.Equal((" hello", "length", 0), (Text(choice, "text"), Text(choice, "finish_reason"), choice.GetProperty("index").GetInt32()));
        Assert.Equal(12, read.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.Contains("say hello", _bench.Sent(host).Body, StringComparison.Ordinal);
        Assert.Contains("20", _bench.Sent(host).Body, StringComparison.Ordinal);
        var record = Assert.Single(_bench.Gateway.Records);
        Assert.Equal((CallOutcome.Ok, 10L, 2L, false), (record.Outcome, record.Tokens.Prompt, record.Tokens.Completion, record.Tokens.Estimated));
    }

    [Theory]
    [InlineData("claude", "claude")]
    [InlineData("gemini", "google")]
    [InlineData("nova", "amazon")]
    public async Task A_completion_is_streamed_by_any_provider(string model, string host)
    {
        Streams(host, breaksOff: false);

        var caller = await _bench.Call($$"""{"model":"{{model}}","prompt":"a","stream":true,"stream_options":{"include_usage":true},"echo":true}""", Operation.Completions);

        var chunks = Chunks(caller.Received);
        Assert.EndsWith("data: [DONE]\n\n", caller.Received, StringComparison.Ordinal);
        Assert.All(chunks, chunk => Assert.Equal(("text_completion", model), (Text(chunk, "object"), Text(chunk, "model"))));
        Assert.Equal(["a", " hel", "lo", ""], chunks[..^1].Select(chunk => Text(chunk.GetProperty("choices")[0], "text")));
        Assert.Equal([null, null, null, "length"], chunks[..^1].Select(chunk => chunk.GetProperty("choices")[0].GetProperty("finish_reason").GetString()));
        Assert.Equal((0, 12), (chunks[^1].GetProperty("choices").GetArrayLength(), chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32()));
        var record = Assert.Single(_bench.Gateway.Records);
        Assert.Equal((CallOutcome.Ok, 10L, 2L, false), (record.Outcome, record.Tokens.Prompt, record.Tokens.Completion, record.Tokens.Estimated));
    }

    [Theory]
    [InlineData("claude", "claude")]
    [InlineData("gemini", "google")]
    [InlineData("nova", "amazon")]
    public async Task A_stream_that_breaks_off_is_an_error_to_the_client(string model, string host)
    {
        Streams(host, breaksOff: true);

        var caller = await _bench.Call($$"""{"model":"{{model}}","prompt":"a","stream":true}""", Operation.Completions);

        Assert.True(caller.CutOff);
        Assert.DoesNotContain("[DONE]", caller.Received, StringComparison.Ordinal);
        Assert.Equal("upstream_interrupted", Text(Chunks(caller.Received)[^1].GetProperty("error"), "code"));
        Assert.Equal(CallOutcome.Interrupted, Assert.Single(_bench.Gateway.Records).Outcome);
    }

    [Fact]
    public async Task What_is_left_out_is_said_to_providers_as_OpenAI_documents_it()
    {
        _bench.At("claude").Answers(200, Claude);

        await _bench.Call("""{"model":"claude","prompt":["a"]}""", Operation.Completions);

        var sent = _bench.SentJson("claude");
        Assert.Equal(16, sent.GetProperty("max_tokens").GetInt32());
        Assert.Equal("user", Text(Assert.Single(sent.GetProperty("messages").EnumerateArray()), "role"));
    }

    [Theory]
    [InlineData("\"prompt\":[\"a\",\"b\"]", "prompt", "unsupported_value")]
    [InlineData("\"prompt\":[1,2]", "prompt", "unsupported_value")]
    [InlineData("\"prompt\":\"a\",\"suffix\":\"b\"", "suffix", "unsupported_parameter")]
    [InlineData("\"prompt\":\"a\",\"best_of\":2", "best_of", "unsupported_parameter")]
    [InlineData("\"prompt\":\"a\",\"n\":2", "n", "unsupported_parameter")]
    public async Task What_a_chat_cannot_do_is_a_400_that_names_it_and_asks_nobody(string members, string name, string code)
    {
        var caller = await _bench.Call($$"""{"model":"claude",{{members}}}""", Operation.Completions);

        var error = JsonElement.Parse(caller.Received).GetProperty("error");
        Assert.Equal((400, name, code), (caller.Response.StatusCode, Text(error, "param"), Text(error, "code")));
        Assert.Empty(_bench.At("claude").Requests);
        Assert.Equal(CallOutcome.ClientError, Assert.Single(_bench.Gateway.Records).Outcome);
    }

    [Theory]
    [InlineData("gpt", "openai", "http://openai/v1/completions")]
    [InlineData("own", "own", "http://own/v1/completions")]
    [InlineData("azure", "azure", "http://azure/openai/deployments/my-deployment/completions?api-version=2024-10-21")]
    public async Task Whoever_knows_completions_gets_the_callers_bytes(string model, string host, string address)
    {
        const string answer = """{"id":"cmpl-1","object":"text_completion","created":1,"model":"MODEL","choices":[{"text":"b","index":0,"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2},"x":1}""";
        _bench.At(host).Answers(200, answer.Replace("MODEL", "real", StringComparison.Ordinal));
        var body = $$"""{"model":"{{model}}", "prompt":["a","b"],"suffix":"z","best_of":2,"x":[1.50]}""";

        var caller = await _bench.Call(body, Operation.Completions);

        Assert.Equal(address, _bench.Sent(host).Address.ToString());
        Assert.Contains(""", "prompt":["a","b"],"suffix":"z","best_of":2,"x":[1.50]}""", _bench.Sent(host).Body, StringComparison.Ordinal);
        Assert.Equal(answer.Replace("MODEL", model, StringComparison.Ordinal), caller.Received);
    }

    [Fact]
    public async Task A_provider_that_speaks_as_openai_and_knows_chats_only_is_asked_for_a_chat()
    {
        _bench.At("chatty").Answers(200, TestGateway.Stream(" hel", "lo"), "text/event-stream");

        var caller = await _bench.Call("""{"model":"chatty","prompt":"a","stream":true,"user":"u","logprobs":2}""", Operation.Completions);

        var sent = _bench.SentJson("chatty");
        Assert.Equal("http://chatty/v1/chat/completions", _bench.Sent("chatty").Address.ToString());
        Assert.Equal((true, 2), (sent.GetProperty("logprobs").GetBoolean(), sent.GetProperty("top_logprobs").GetInt32()));
        Assert.Equal(" hello", string.Concat(Chunks(caller.Received).Select(chunk => Text(chunk.GetProperty("choices")[0], "text"))));
        Assert.DoesNotContain("usage", caller.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_operator_wants_asked_holds_for_completions_too()
    {
        _bench.At("openai").Answers(200, """{"id":"cmpl-1","object":"text_completion","created":1,"model":"real","choices":[{"text":"b","index":0,"logprobs":null,"finish_reason":"stop"}]}""");

        await _bench.Call("""{"model":"capped","prompt":"a","temperature":2,"max_tokens":500}""", Operation.Completions);

        var sent = _bench.SentJson("openai");
        Assert.Equal((0.5, 0.9, 50), (sent.GetProperty("temperature").GetDouble(), sent.GetProperty("top_p").GetDouble(), sent.GetProperty("max_tokens").GetInt32()));
        Assert.False(sent.TryGetProperty("service_tier", out _));
    }

    [Theory]
    [InlineData("talkative", "openai")]
    [InlineData("talker", "chatty")]
    public async Task An_operator_may_want_longer_answers_than_the_few_tokens_that_are_usual(string model, string host)
    {
        _bench.At(host).Answers(200, host == "chatty" ? TestGateway.Answer() : """{"id":"cmpl-1","object":"text_completion","created":1,"model":"real","choices":[{"text":"b","index":0,"logprobs":null,"finish_reason":"stop"}]}""");

        await _bench.Call($$"""{"model":"{{model}}","prompt":"a"}""", Operation.Completions);

        Assert.Equal(900, _bench.SentJson(host).GetProperty("max_tokens").GetInt32());
    }

    [Fact]
    public async Task The_demo_goes_on_with_a_text() =>
        Assert.Contains("You said: hi", (await _bench.Call("""{"model":"demo","prompt":"hi"}""", Operation.Completions)).Received, StringComparison.Ordinal);

    public void Dispose() => _bench.Dispose();

    /// <param name="breaksOff">Whether it ends after its text, before its end.</param>
    private void Streams(string host, bool breaksOff)
    {
        var provider = _bench.At(host);
        _ = host switch
        {
            "claude" => provider.Answers(200, breaksOff ? ClaudeStream[..ClaudeStream.IndexOf("event: message_delta", StringComparison.Ordinal)] : ClaudeStream, "text/event-stream"),
            "google" => provider.Answers(200, breaksOff ? GoogleStream[..(GoogleStream.IndexOf("\n\n", StringComparison.Ordinal) + 2)] : GoogleStream, "text/event-stream"),
            _ => provider.Answers(AmazonStream.Of(breaksOff ? AmazonEvents[..4] : AmazonEvents), "application/vnd.amazon.eventstream"),
        };
    }

    private static string? Text(JsonElement holder, string member) => holder.GetProperty(member).GetString();

    private static List<JsonElement> Chunks(string stream) => [.. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        .Where(block => block.StartsWith("data: {", StringComparison.Ordinal)).Select(block => JsonElement.Parse(block["data: ".Length..]))];

    private static string Named(params (string Name, string Data)[] events) => string.Concat(events.Select(next => $"event: {next.Name}\ndata: {next.Data}\n\n"));

    private static string Events(params string[] events) => string.Concat(events.Select(next => $"data: {next}\n\n"));
}
