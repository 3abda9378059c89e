using AiGateway.Core.Usage;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

/// <summary>Streams as providers were seen to send them.</summary>
public sealed class ProviderOddityTests
{
    private const string Done = "data: [DONE]\n\n";

    private static string Stream(params string[] chunks) => string.Concat(chunks.Select(c => $"data: {c}\n\n")) + Done;

    [Fact]
    public void Dashscope_repeats_empty_ids_on_tool_calls_and_leaves_members_out()
    {
        var run = StreamRun.Of(Stream(
            """{"choices":[{"delta":{"content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"get","arguments":""}}],"role":"assistant"},"finish_reason":null,"index":0,"logprobs":null}],"object":"chat.completion.chunk","usage":null,"model":"qwen"}""",
            """{"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"{\"a\":1}"},"index":0,"id":"","type":"function"}]},"finish_reason":null,"index":0}],"model":"qwen"}""",
            """{"choices":[{"delta":{"tool_calls":[{"id":"","function":{"arguments":""},"index":0,"type":"function"}]},"index":0}],"model":"qwen"}""",
            """{"choices":[{"finish_reason":"tool_calls","delta":{"content":""},"index":0}],"model":"qwen"}"""));
        Assert.Equal(
            Stream(
                """{"choices":[{"delta":{"content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"get","arguments":""}}],"role":"assistant"},"finish_reason":null,"index":0,"logprobs":null}],"object":"chat.completion.chunk","usage":null,"model":"asked"}""",
                """{"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"{\"a\":1}"},"index":0,"type":"function"}]},"finish_reason":null,"index":0}],"model":"asked"}""",
                """{"choices":[{"delta":{"tool_calls":[{"function":{"arguments":""},"index":0,"type":"function"}]},"index":0}],"model":"asked"}""",
                """{"choices":[{"finish_reason":"tool_calls","delta":{"content":""},"index":0}],"model":"asked"}"""),
            run.Output);
    }

    [Theory]
    [InlineData("""{"index":0,"function":{"name":"","arguments":"x"}}""", """{"index":0,"function":{"arguments":"x"}}""")]
    [InlineData("""{"index":0,"function":{"arguments":"x","name":""}}""", """{"index":0,"function":{"arguments":"x"}}""")]
    [InlineData("""{"index":0,"function":{"name":""},"id":""}""", """{"index":0,"function":{}}""")]
    [InlineData("""{"id":""}""", "{}")]
    [InlineData("""{"index":0,"function":{"name":"","arguments":""},"id":"call_1"}""", """{"index":0,"function":{"name":"","arguments":""},"id":"call_1"}""")]
    [InlineData("""{"index":0,"id":"call_1","function":{"name":"f","arguments":""}}""", """{"index":0,"id":"call_1","function":{"name":"f","arguments":""}}""")]
    public void Empty_names_go_from_continuations_and_stay_where_a_call_opens(string call, string expected)
    {
        static string Chunk(string call) => $$"""{"choices":[{"index":0,"delta":{"tool_calls":[{{call}}]},"finish_reason":"tool_calls"}]}""";
        Assert.Equal(Stream(Chunk(expected)), StreamRun.Of(Stream(Chunk(call))).Output);
    }

    [Theory]
    [InlineData(
        """[{"type":"thinking","thinking":[{"type":"text","text":"h\u00e9"},{"type":"text","text":"m"}]}]""",
        "\"reasoning_content\":\"h\\u00e9m\",\"content\":null")]
    [InlineData("""[{"type":"text","text":"o"},{"type":"reference","reference_ids":[1]},{"type":"text","text":"k"}]""", "\"content\":\"ok\"")]
    [InlineData(
        """[{"type":"thinking","thinking":"hm"},{"type":"text","text":"ok"}]""",
        "\"reasoning_content\":\"hm\",\"content\":\"ok\"")]
    [InlineData("[]", "\"content\":\"\"")]
    public void Magistral_sends_content_in_parts_and_clients_get_strings(string content, string expected)
    {
        static string Chunk(string members) => $$"""{"choices":[{"index":0,"delta":{"role":"assistant",{{members}}},"finish_reason":"stop"}]}""";
        Assert.Equal(Stream(Chunk(expected)), StreamRun.Of(Stream(Chunk($"\"content\": {content}"))).Output);
    }

    [Fact]
    public void Groq_states_usage_twice_in_the_finish_chunk()
    {
        var run = StreamRun.Of(
            Stream(
                """{"model":"asked","choices":[{"index":0,"delta":{"reasoning":"hm"},"finish_reason":null}],"x_groq":{"id":"req"}}""",
                """{"model":"asked","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"req","usage":{"queue_time":0.1,"prompt_tokens":7,"completion_tokens":2}},"usage":{"queue_time":0.1,"prompt_tokens":7,"completion_tokens":2}}"""),
            hideUsage: true);
        Assert.Equal(new TokenUsage(7, 2, 0, 0, false), run.Usage);
        Assert.EndsWith("\"completion_tokens\":2}}}\n\n" + Done, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Deepseek_keeps_alive_with_comments_and_states_usage_at_the_finish()
    {
        var run = StreamRun.Of(
            ": keep-alive\n\n: keep-alive\n\n" + Stream(
                """{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":"hm"},"finish_reason":null}],"usage":null}""",
                """{"choices":[{"index":0,"delta":{"content":"","reasoning_content":null},"finish_reason":"length"}],"usage":{"prompt_tokens":5,"completion_tokens":2,"prompt_cache_hit_tokens":4,"prompt_cache_miss_tokens":1}}"""),
            hideUsage: true);
        Assert.Equal(
            Stream(
                """{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":"hm"},"finish_reason":null}]}""",
                """{"choices":[{"index":0,"delta":{"content":"","reasoning_content":null},"finish_reason":"length"}]}"""),
            run.Output);
        Assert.Equal(new TokenUsage(5, 2, 4, 0, false), run.Usage);
    }

    [Fact]
    public void Azure_opens_with_filter_results_and_no_choice()
    {
        var stream = Stream(
            """{"choices":[],"model":"","prompt_filter_results":[{"prompt_index":0}]}""",
            """{"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}],"model":"asked"}""");
        Assert.Equal(stream.Replace("\"model\":\"\"", "\"model\":\"asked\"", StringComparison.Ordinal), StreamRun.Of(stream).Output);
    }

    [Fact]
    public void An_answer_with_two_choices_interleaved_passes()
    {
        var stream = Stream(
            """{"choices":[{"index":1,"delta":{"content":"b"}}]}""",
            """{"choices":[{"index":0,"delta":{"content":"a"}}]}""",
            """{"choices":[{"index":1,"delta":{},"finish_reason":"stop"},{"index":0,"delta":{},"finish_reason":"stop"}]}""");
        var run = StreamRun.Of(stream);
        Assert.Equal((stream, StreamState.Complete), (run.Output, run.State));
    }
}
