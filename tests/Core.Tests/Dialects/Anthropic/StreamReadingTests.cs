using AiGateway.Core.Dialects;
using static AiGateway.Core.Dialects.ChatEvent;

namespace AiGateway.Core.Tests.Dialects.Anthropic;

public sealed class StreamReadingTests
{
    private const string Start = """{"type":"message_start","message":{"id":"msg_1","model":"claude","usage":{"input_tokens":5,"output_tokens":1}}}""";
    private const string End = """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":7}}""";
    private const string Stop = """{"type":"message_stop"}""";

    private static readonly ChatEvent[] _began = [new(ChatEventKind.Start) { Id = "msg_1", Name = "claude" }, Usage(new ChatUsage(5, 1))];
    private static readonly ChatEvent[] _ended = [new(ChatEventKind.Finish), Usage(new ChatUsage(5, 7)), new(ChatEventKind.End)];

    [Fact]
    public void A_whole_stream_is_read()
    {
        var events = Wire.ReadStream(Wire.Frames(Wire.Fixture("tools.sse")).Select(frame => frame.Data));
        Assert.NotNull(events);
        var sources = Assert.Single(events, next => next.Kind == ChatEventKind.Annotations).Json!.Value;
        Assert.Equal("look", Assert.Single(sources.EnumerateArray()).GetProperty("cited_text").GetString());
        Assert.Equal(
            [
                new ChatEvent(ChatEventKind.Start) { Id = "msg_01Tools", Name = "claude-sonnet-4-5-20250929" },
                Usage(new ChatUsage(3120, 2) { Cached = 3000, CacheWritten = 20 }),
                Piece(ChatEventKind.Reasoning, "Two "),
                Piece(ChatEventKind.Reasoning, "calls."),
                new ChatEvent(ChatEventKind.ReasoningSignature) { Text = "EqQBCgIYAhIM", Maker = Dialect.Anthropic },
                new ChatEvent(ChatEventKind.RedactedReasoning) { Text = "EmwKAhgBEgy3", Maker = Dialect.Anthropic },
                Piece(ChatEventKind.Text, "Let me"),
                Piece(ChatEventKind.Text, " look."),
                new ChatEvent(ChatEventKind.ToolCall) { Call = 0, Id = "toolu_01A", Name = "get_time" },
                Piece(ChatEventKind.ToolArguments, "{}", call: 0),
                new ChatEvent(ChatEventKind.ToolCall) { Call = 1, Id = "toolu_01B", Name = "get_weather" },
                Piece(ChatEventKind.ToolArguments, "{\"city\": \"Os", call: 1),
                Piece(ChatEventKind.ToolArguments, "lo\"}", call: 1),
                new ChatEvent(ChatEventKind.Finish) { Finish = FinishReason.ToolCalls },
                Usage(new ChatUsage(3130, 89) { Cached = 3000, CacheWritten = 20, Reasoning = 30 }),
                new ChatEvent(ChatEventKind.End),
            ],
            events.Where(next => next.Kind != ChatEventKind.Annotations));
    }

    [Fact]
    public void A_stream_cut_after_any_event_but_the_last_has_no_end()
    {
        var frames = Wire.Frames(Wire.Fixture("tools.sse")).Select(frame => frame.Data).ToList();
        for (var kept = 0; kept < frames.Count; kept++)
            Assert.DoesNotContain(Wire.ReadStream(frames.Take(kept))!, next => next.Kind == ChatEventKind.End);
    }

    [Fact]
    public void The_least_stream_is_read() => Assert.Equal([.. _began, .. _ended], Wire.ReadStream(Start, End, Stop));

    [Theory]
    [InlineData("end_turn", FinishReason.Stop)]
    [InlineData("stop_sequence", FinishReason.Stop)]
    [InlineData("pause_turn", FinishReason.Stop)]
    [InlineData("unheard_of", FinishReason.Stop)]
    [InlineData("tool_use", FinishReason.ToolCalls)]
    [InlineData("max_tokens", FinishReason.Length)]
    [InlineData("model_context_window_exceeded", FinishReason.Length)]
    [InlineData("refusal", FinishReason.ContentFilter)]
    public void Every_reason_to_stop_is_one_of_four(string reason, FinishReason finish)
    {
        var events = Wire.ReadStream(Start, $$"""{"type":"message_delta","delta":{"stop_sequence":"END","stop_reason":"{{reason}}"} }""", Stop);
        Assert.Equal(new ChatEvent(ChatEventKind.Finish) { Finish = finish, Text = "END" }, Assert.Single(events!, next => next.Kind == ChatEventKind.Finish));
    }

    [Fact]
    public void Input_given_whole_counts_unless_pieces_of_it_follow()
    {
        const string Begun = """{"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"a","name":"f","input":{"x":1}}}""";
        const string Closed = """{"type":"content_block_stop","index":3}""";
        Assert.Equal(["""{"x":1}"""], Arguments(Start, Begun, Closed, End, Stop));
        Assert.Equal(["""{"x":1}"""], Arguments(Start, Begun, End, Stop));
        Assert.Equal(["""{"x":2}"""], Arguments(Start, Begun, """{"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\"x\":2}"}}""", Closed, End, Stop));

        static IEnumerable<string?> Arguments(params string[] data) =>
            Wire.ReadStream(data)!.Where(next => next.Kind == ChatEventKind.ToolArguments).Select(next => next.Text);
    }

    [Fact]
    public void A_call_without_an_id_gets_one() =>
        Assert.NotEmpty(Assert.Single(
            Wire.ReadStream(Start, """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"","name":"f"}}""")!,
            next => next.Kind == ChatEventKind.ToolCall).Id!);

    [Fact]
    public void What_comes_whole_at_the_start_of_a_block_is_read() =>
        Assert.Equal(
            [Piece(ChatEventKind.Text, "hi"), Piece(ChatEventKind.Reasoning, "hm"), new ChatEvent(ChatEventKind.ReasoningSignature) { Text = "s", Maker = Dialect.Anthropic }],
            Wire.ReadStream(
                Start,
                """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"hi"}}""",
                """{"type":"content_block_start","index":1,"content_block":{"type":"thinking","thinking":"hm","signature":"s"}}""")![2..]);

    [Fact]
    public void What_is_unknown_is_passed_over() =>
        Assert.Equal(
            [.. _began, .. _ended],
            Wire.ReadStream(
                Start, """{"type":"ping"}""", """{"type":"vertex_event","x":1}""", """{"type":"content_block_start","index":0,"content_block":{"type":"hologram"}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"hologram_delta","text":"x"}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"of a hologram"}}""",
                """{"type":"content_block_stop","index":0}""", End, Stop, "[DONE]"));

    [Fact]
    public void Nothing_follows_the_end() => Assert.Equal([.. _began, .. _ended], Wire.ReadStream(Start, End, Stop, Start, """{"type":"error","error":{}}"""));

    [Theory]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""")]
    [InlineData("""{"error":{"message":"Overloaded"}}""")]
    public void An_error_ends_the_stream(string error) => Assert.Equal([.. _began, Failed(error)], Wire.ReadStream(Start, error, End, Stop));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":"x"}""")]
    [InlineData("""{"type":"content_block_delta","index":9,"delta":{"type":"input_json_delta","partial_json":"{}"}}""")]
    public void What_makes_no_sense_breaks_the_stream(string data) => Assert.Null(Wire.ReadStream(Start, data));

    [Fact]
    public void A_stream_may_begin_without_its_start()
    {
        var events = Wire.ReadStream("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hi"}}""", Stop);
        Assert.Equal([ChatEventKind.Start, ChatEventKind.Text, ChatEventKind.Finish, ChatEventKind.End], events!.Select(next => next.Kind));
    }

    private static ChatEvent Usage(ChatUsage usage) => new(ChatEventKind.Usage) { Usage = usage };
}
