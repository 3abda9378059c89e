using System.Text.Json;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Tests.Pipeline.Dialects;

/// <summary>Callers of one dialect, answered by providers of another.</summary>
public sealed class TranslationTests : IDisposable
{
    private const string Hello = """{"model":"claude","messages":[{"role":"system","content":"be brief"},{"role":"user","content":"hi"}]}""";

    private const string ClaudeAnswer = """
        {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929","content":[{"type":"text","text":"hello"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":7,"cache_read_input_tokens":3,"cache_creation_input_tokens":0,"output_tokens":2}}
        """;

    private static readonly string ClaudeStream = Events(
        ("message_start", """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929","content":[],"stop_reason":null,"usage":{"input_tokens":10,"output_tokens":1}}}"""),
        ("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
        ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hel"}}"""),
        ("ping", """{"type":"ping"}"""),
        ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"lo"}}"""),
        ("content_block_stop", """{"type":"content_block_stop","index":0}"""),
        ("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":2}}"""),
        ("message_stop", """{"type":"message_stop"}"""));

    private readonly DialectBench _bench = new();

    [Fact]
    public async Task A_chat_of_openais_is_answered_by_anthropic()
    {
        _bench.At("claude").Answers(200, ClaudeAnswer);

        var caller = await _bench.Call(Hello);
        var answer = JsonElement.Parse(caller.Received);
        var sent = _bench.SentJson("claude");

        Assert.Equal("http://claude/v1/messages", _bench.Sent("claude").Address.ToString());
        Assert.Contains("x-api-key: SK-CLAUDE", _bench.Sent("claude").Headers, StringComparison.Ordinal);
        Assert.Contains("anthropic-version: 2023-06-01", _bench.Sent("claude").Headers, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", _bench.Sent("claude").Headers, StringComparison.Ordinal);
        Assert.Equal(("claude-sonnet-4-5", "be brief"), (sent.GetProperty("model").GetString(), sent.GetProperty("system").GetString() ?? ""));
        Assert.Equal(("claude", "chat.completion", "hello"), (answer.GetProperty("model").GetString(), answer.GetProperty("object").GetString(), answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()));
        Assert.Equal(new TokenUsage(10, 2, 3, 0, false), Assert.Single(_bench.Gateway.Records).Tokens);
    }

    [Fact]
    public async Task A_stream_of_anthropics_comes_to_openais_client_as_chunks()
    {
        _bench.At("claude").Answers(200, ClaudeStream, "text/event-stream");

        var caller = await _bench.Call(Hello[..^1] + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
        var chunks = caller.Received.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("data: [DONE]", chunks[^1]);
        Assert.Equal("hello", string.Concat(chunks[..^1].Select(chunk => JsonElement.Parse(chunk["data: ".Length..]).GetProperty("choices")).Where(choices => choices.GetArrayLength() > 0)
            .Select(choices => choices[0].GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : "")));
        Assert.Equal(12, JsonElement.Parse(chunks[^2]["data: ".Length..]).GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.Equal((CallOutcome.Ok, 12), (Assert.Single(_bench.Gateway.Records).Outcome, _bench.Gateway.Records[0].Tokens.Total));
    }

    [Fact]
    public async Task A_translated_stream_that_breaks_off_is_no_success()
    {
        _bench.At("claude").Answers(200, ClaudeStream[..ClaudeStream.IndexOf("event: message_delta", StringComparison.Ordinal)], "text/event-stream");

        var caller = await _bench.Call(Hello[..^1] + ",\"stream\":true}");

        Assert.True(caller.CutOff);
        Assert.DoesNotContain("[DONE]", caller.Received, StringComparison.Ordinal);
        Assert.Contains("upstream_interrupted", caller.Received, StringComparison.Ordinal);
        Assert.Equal(CallOutcome.Interrupted, Assert.Single(_bench.Gateway.Records).Outcome);
    }

    [Fact]
    public async Task Anthropics_client_gets_anthropics_bytes_but_for_the_models_name()
    {
        _bench.At("claude").Answers(200, ClaudeStream, "text/event-stream");
        var body = """{"model":"claude", "max_tokens":5,"stream":true,"messages":[{"role":"user","content":"hi"}],"x":{"y":[1.50]}}""";

        var caller = await _bench.Call(body, Operation.Messages);

        Assert.Equal(body.Replace("\"claude\"", "\"claude-sonnet-4-5\"", StringComparison.Ordinal), _bench.Sent("claude").Body);
        Assert.Equal(ClaudeStream.Replace("claude-sonnet-4-5-20250929", "claude", StringComparison.Ordinal), caller.Received);
        Assert.Equal(12, Assert.Single(_bench.Gateway.Records).Tokens.Total);
    }

    [Fact]
    public async Task Anthropics_client_is_answered_by_an_openai_provider()
    {
        _bench.At("openai").Answers(200, TestGateway.Stream("he", "llo"), "text/event-stream");

        var caller = await _bench.Call("""{"model":"gpt","max_tokens":5,"stream":true,"messages":[{"role":"user","content":"hi"}]}""", Operation.Messages);

        Assert.Equal("http://openai/v1/chat/completions", _bench.Sent("openai").Address.ToString());
        Assert.StartsWith("event: message_start\ndata: {", caller.Received, StringComparison.Ordinal);
        Assert.EndsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", caller.Received, StringComparison.Ordinal);
        Assert.True(Assert.Single(_bench.Gateway.Records).Tokens.Estimated);
    }

    [Fact]
    public async Task Googles_client_streams_a_list_from_an_openai_provider()
    {
        _bench.At("openai").Answers(200, TestGateway.Stream("he", "llo"), "text/event-stream");

        var caller = await _bench.Call("""{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""", Operation.GenerateContent, new PathModel("gpt", Stream: true) { AsList = true });
        var answer = JsonElement.Parse(caller.Received);

        Assert.Equal("application/json", caller.Response.ContentType);
        Assert.Equal("hello", string.Concat(answer.EnumerateArray().SelectMany(each => each.GetProperty("candidates").EnumerateArray())
            .SelectMany(each => each.GetProperty("content").TryGetProperty("parts", out var parts) ? parts.EnumerateArray().ToArray() : []).Select(part => part.GetProperty("text").GetString())));
        Assert.Equal("STOP", answer[answer.GetArrayLength() - 1].GetProperty("candidates")[0].GetProperty("finishReason").GetString());
    }

    [Fact]
    public async Task A_model_in_a_path_reaches_google_in_a_path()
    {
        _bench.At("google").Answers(200, """{"candidates":[{"content":{"role":"model","parts":[{"text":"hello"}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"thoughtsTokenCount":4,"totalTokenCount":9},"modelVersion":"gemini-2.5-flash-001"}""");
        var body = """{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""";

        var caller = await _bench.Call(body, Operation.GenerateContent, new PathModel("gemini"));

        Assert.Equal("http://google/v1beta/models/gemini-2.5-flash:generateContent", _bench.Sent("google").Address.ToString());
        Assert.Equal(body, _bench.Sent("google").Body);
        Assert.Contains("\"modelVersion\":\"gemini\"", caller.Received, StringComparison.Ordinal);
        Assert.Equal(new TokenUsage(3, 6, 0, 4, false), Assert.Single(_bench.Gateway.Records).Tokens);
    }

    [Fact]
    public async Task Amazons_requests_are_signed_and_name_the_model_in_the_path()
    {
        _bench.At("amazon").Answers(200, """{"output":{"message":{"role":"assistant","content":[{"text":"hello"}]}},"stopReason":"end_turn","usage":{"inputTokens":3,"outputTokens":2,"totalTokens":5}}""");

        var caller = await _bench.Call("""{"model":"nova","messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal("http://amazon/model/amazon.nova-pro-v1%3A0/converse", _bench.Sent("amazon").Address.AbsoluteUri);
        Assert.Contains("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261120/eu-west-1/bedrock/aws4_request", _bench.Sent("amazon").Headers, StringComparison.Ordinal);
        Assert.Equal("hello", JsonElement.Parse(caller.Received).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    [Theory]
    [InlineData("claude", nameof(Operation.ChatCompletions), """{"max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData("claude", nameof(Operation.Responses), """{"max_output_tokens":9,"input":"hi"}""")]
    [InlineData("google", nameof(Operation.Embeddings), """{"input":"hi"}""")]
    public async Task A_model_that_only_the_path_names_is_enough(string host, string operation, string body)
    {
        _bench.At(host).Answers(400, "{}");

        await _bench.Call(body, Enum.Parse<Operation>(operation), new PathModel(host == "claude" ? "claude" : "gemini"));

        Assert.Contains("hi", _bench.Sent(host).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Azures_deployment_is_the_targets_model()
    {
        _bench.At("azure").Answers(200, TestGateway.Answer());

        await _bench.Call("""{"model":"azure","messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal("http://azure/openai/deployments/my-deployment/chat/completions?api-version=2024-10-21", _bench.Sent("azure").Address.ToString());
        Assert.Contains("api-key: SK-AZURE", _bench.Sent("azure").Headers, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Operation.Responses), "responses")]
    [InlineData(nameof(Operation.CountResponse), "responses/input_tokens")]
    public async Task Azures_responses_are_no_deployments(string operation, string path)
    {
        _bench.At("azure").Answers(200, """{"id":"resp_1","object":"response","status":"completed","input_tokens":1,"output":[]}""");

        await _bench.Call("""{"model":"azure","input":"hi"}""", Enum.Parse<Operation>(operation));

        Assert.Equal($"http://azure/openai/v1/{path}", _bench.Sent("azure").Address.ToString());
        Assert.Equal("my-deployment", _bench.SentJson("azure").GetProperty("model").GetString());
    }

    [Fact]
    public async Task Responses_are_answered_by_a_provider_that_has_only_chats()
    {
        _bench.At("chatty").Answers(200, TestGateway.Stream("he", "llo"), "text/event-stream");

        var caller = await _bench.Call("""{"model":"chatty","stream":true,"input":"hi"}""", Operation.Responses);

        Assert.Equal("http://chatty/v1/chat/completions", _bench.Sent("chatty").Address.ToString());
        Assert.Contains("event: response.output_text.delta\n", caller.Received, StringComparison.Ordinal);
        Assert.Contains("event: response.completed\n", caller.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_answers_in_every_dialect()
    {
        var anthropic = await _bench.Call("""{"model":"demo","max_tokens":50,"messages":[{"role":"user","content":"hi"}]}""", Operation.Messages);
        var google = await _bench.Call("""{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""", Operation.GenerateContent, new PathModel("demo"));
        var vectors = await _bench.Call("""{"content":{"parts":[{"text":"hi"}]}}""", Operation.EmbedContent, new PathModel("demo"));

        Assert.Contains("You said: hi", JsonElement.Parse(anthropic.Received).GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("You said: hi", JsonElement.Parse(google.Received).GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(JsonElement.Parse(vectors.Received).GetProperty("embedding").GetProperty("values").GetArrayLength() > 0);
    }

    [Fact]
    public async Task A_server_of_ones_own_is_called_without_a_key()
    {
        _bench.At("own").Answers(200, TestGateway.Answer());

        var caller = await _bench.Call("""{"model":"own","messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal((200, "http://own/v1/chat/completions"), (caller.Response.StatusCode, _bench.Sent("own").Address.ToString()));
        Assert.DoesNotContain("Authorization", _bench.Sent("own").Headers, StringComparison.Ordinal);
        Assert.Null(Assert.Single(_bench.Gateway.Records).Key);
    }

    [Fact]
    public async Task What_a_target_cannot_be_told_is_a_400_that_names_it_and_asks_nobody()
    {
        var caller = await _bench.Call("""{"model":"claude","n":2,"messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal(400, caller.Response.StatusCode);
        Assert.Equal("n", JsonElement.Parse(caller.Received).GetProperty("error").GetProperty("param").GetString());
        Assert.Empty(_bench.At("claude").Requests);
        Assert.Equal((CallOutcome.ClientError, 0), (Assert.Single(_bench.Gateway.Records).Outcome, _bench.Gateway.Records[0].Tokens.Total));
    }

    [Fact]
    public async Task What_a_target_goes_without_is_named_in_a_header()
    {
        _bench.At("claude").Answers(200, ClaudeAnswer);

        var caller = await _bench.Call(Hello[..^1] + ",\"seed\":4,\"store\":true}");

        Assert.Equal(200, caller.Response.StatusCode);
        Assert.Contains("seed", caller.Response.Headers["x-aigateway-omitted"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anthropics_error_under_200_is_a_failure()
    {
        _bench.At("claude").Answers(200, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""").Answers(200, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""")
            .Answers(200, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""");

        var caller = await _bench.Call("""{"model":"claude","max_tokens":5,"messages":[{"role":"user","content":"hi"}]}""", Operation.Messages);

        Assert.Equal(529, caller.Response.StatusCode);
        Assert.Equal("overloaded_error", JsonElement.Parse(caller.Received).GetProperty("error").GetProperty("type").GetString());
    }

    public void Dispose() => _bench.Dispose();

    private static string Events(params (string Name, string Data)[] events) => string.Concat(events.Select(each => $"event: {each.Name}\ndata: {each.Data}\n\n"));
}
