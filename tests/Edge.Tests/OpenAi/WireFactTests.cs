using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

/// <summary>What decides whether real clients work, each with the exact bytes they must get.</summary>
public sealed class WireFactTests
{
    private static readonly string[] Recorded =
    [
        """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1770950944,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"XkSi"}""",
        """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1770950944,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":"I'm"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"Xk"}""",
        """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1770950944,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null,"obfuscation":"X"}""",
        """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1770950944,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_1","choices":[],"usage":{"prompt_tokens":26,"completion_tokens":10,"total_tokens":36,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"obfuscation":""}""",
        "[DONE]",
    ];

    private static string Stream(IEnumerable<string> events) => string.Concat(events.Select(e => $"data: {e}\n\n"));

    [Fact]
    public void A_recorded_stream_passes_unchanged_when_nothing_must_change() =>
        Assert.Equal(Stream(Recorded), StreamRun.Of(Stream(Recorded), model: "gpt-4o-2024-08-06").Output);

    [Fact]
    public void A_recorded_stream_shows_no_trace_of_usage_the_client_did_not_ask_for()
    {
        var run = StreamRun.Of(Stream(Recorded), hideUsage: true, model: "gpt-4o");
        var expected = Recorded.Where((_, i) => i != 3).Select(e => e
            .Replace("gpt-4o-2024-08-06", "gpt-4o", StringComparison.Ordinal)
            .Replace(",\"usage\":null", "", StringComparison.Ordinal));
        Assert.Equal(Stream(expected), run.Output);
        Assert.Equal((26, 10), (run.Usage!.Value.Prompt, run.Usage.Value.Completion));
    }

    [Theory]
    [InlineData("\r\n", "data: ")]
    [InlineData("\r", "data: ")]
    [InlineData("\n", "data:")]
    [InlineData("\r\n", ": comment\r\ndata:")]
    public void Whatever_the_framing_it_leaves_with_line_feeds_and_one_space(string lineEnd, string lead)
    {
        var stream = string.Concat(Recorded.Select(e => $"{lead}{e}{lineEnd}{lineEnd}"));
        Assert.Equal(Stream(Recorded), StreamRun.Of(stream, model: "gpt-4o-2024-08-06").Output);
    }

    [Fact]
    public void Fact_3_floats_become_base64_for_clients_that_decode_base64()
    {
        using var edit = new AnswerEdit("text-embedding-3-small", Operation.Embeddings, wantsBase64: true);
        var body = Wire.Bytes("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-1]}],"model":"bge-m3","usage":{"prompt_tokens":5,"total_tokens":5}}""");
        Assert.Equal(AnswerKind.Answer, edit.Read(body));
        Assert.Equal(
            """{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAAPwAAgL8="}],"model":"text-embedding-3-small","usage":{"prompt_tokens":5,"total_tokens":5}}""",
            Wire.Written(output => edit.WriteTo(body, output)));
    }

    [Fact]
    public void Fact_4_a_json_error_where_a_stream_was_due_is_never_a_success()
    {
        var run = StreamRun.Of("""{"error":{"message":"over quota"}}""");
        Assert.Equal(("", StreamState.Broken), (run.Output, run.State));
    }

    [Fact]
    public void Fact_5_an_unknown_finish_reason_is_made_known() =>
        Assert.Equal(
            Stream(["""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""", "[DONE]"]),
            StreamRun.Of(Stream(["""{"choices":[{"index":0,"delta":{},"finish_reason":"eos_token"}]}""", "[DONE]"])).Output);

    [Fact]
    public void Fact_6_a_stream_without_a_finish_reason_is_a_failure()
    {
        var run = StreamRun.Of(Stream([Recorded[0], Recorded[1], "[DONE]"]), model: "gpt-4o-2024-08-06");
        Assert.Equal((Stream(Recorded[..2]), StreamState.Broken), (run.Output, run.State));
    }

    [Fact]
    public void Fact_7_a_chunk_always_has_choices() =>
        Assert.StartsWith(
            "data: {\"choices\":[],\"id\":\"a\",\"object\":\"chat.completion.chunk\"}\n\n",
            StreamRun.Of(Stream(["""{"id":"a","object":"chat.completion.chunk"}"""])).Output,
            StringComparison.Ordinal);

    [Fact]
    public void Fact_8_empty_and_foreign_events_never_leave() =>
        Assert.Equal(
            Stream(Recorded),
            StreamRun.Of("data: \n\nevent: status\ndata: {\"state\":\"queued\"}\n\n" + Stream(Recorded), model: "gpt-4o-2024-08-06").Output);
}
