using System.Text.Json;
using AiGateway.Core.Dialects;
using static AiGateway.Core.Dialects.ChatEvent;

namespace AiGateway.Core.Tests.Dialects.Anthropic;

public sealed class StreamWritingTests
{
    private static readonly ChatEvent _start = new(ChatEventKind.Start) { Id = "chatcmpl-1", Name = "gpt" };
    private static readonly ChatEvent _finish = new(ChatEventKind.Finish) { Finish = FinishReason.Stop };
    private static readonly ChatEvent _usage = new(ChatEventKind.Usage) { Usage = new ChatUsage(10, 5) { Cached = 4, Reasoning = 2 } };
    private static readonly ChatEvent _end = new(ChatEventKind.End);

    [Fact]
    public void The_least_stream_is_written() =>
        Assert.Equal(
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_chatcmpl-1","type":"message","role":"assistant","model":"my-model","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":42,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hé \"you\""}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":6,"cache_creation_input_tokens":0,"cache_read_input_tokens":4,"output_tokens":5,"output_tokens_details":{"thinking_tokens":2}}}

            event: message_stop
            data: {"type":"message_stop"}


            """.ReplaceLineEndings("\n"),
            Wire.Write(_start, Piece(ChatEventKind.Text, "Hé \"you\""), _finish, _usage, _end));

    [Fact]
    public void What_was_read_is_written_as_it_was()
    {
        // The provider's own tool has no event, so that indices move up; nor have pings and pieces without content.
        var sent = Wire.Frames(Wire.Fixture("tools.sse"));
        var written = Wire.Frames(Wire.Write(Wire.ReadStream(sent.Select(frame => frame.Data))!));
        Assert.Equal(
            [
                "message_start", "thinking", "thinking_delta", "thinking_delta", "signature_delta", "stop 0", "redacted_thinking", "stop 1", "text", "text_delta",
                "text_delta", "citations_delta", "stop 2", "tool_use", "input_json_delta", "stop 3", "tool_use", "input_json_delta", "input_json_delta", "stop 4",
                "message_delta", "message_stop",
            ],
            written.Select(Short));
        Wire.Same(sent[^2].Data, JsonElement.Parse(written[^2].Data));
        Assert.Equal("msg_01Tools", JsonElement.Parse(written[0].Data).GetProperty("message").GetProperty("id").GetString());
    }

    [Fact]
    public void One_block_is_open_at_a_time_and_indices_have_no_gaps()
    {
        var written = Write(
            Piece(ChatEventKind.Reasoning, "a"), Piece(ChatEventKind.Text, "b"), Piece(ChatEventKind.Text, ""), Piece(ChatEventKind.Reasoning, "c"), Call(0), Arguments(0, "{}"),
            Piece(ChatEventKind.Text, "d"));
        Assert.Equal(
            ["thinking", "thinking_delta", "stop 0", "text", "text_delta", "stop 1", "thinking", "thinking_delta", "stop 2", "tool_use", "input_json_delta", "stop 3", "text", "text_delta", "stop 4"],
            written);
    }

    [Fact]
    public void Calls_whose_arguments_interleave_come_one_after_the_other()
    {
        var blocks = Blocks(Call(0), Call(1), Arguments(1, "{\"b\""), Arguments(0, "{\"a\":"), Piece(ChatEventKind.Text, "x"), Arguments(0, "\"}\"}"), Arguments(1, ":2}"), Call(2), Arguments(2, "{}"));
        Assert.Equal(["id-0:{\"a\":\"}\"}", "id-1:{\"b\":2}", "text:x", "id-2:{}"], blocks);
    }

    [Fact]
    public void The_first_call_does_not_wait_for_the_others()
    {
        var written = Wire.Write(_start, Call(0), Arguments(0, "{\"a\":1}"), Call(1), Arguments(1, "{"));
        Assert.Contains("\"id\":\"id-1\"", written, StringComparison.Ordinal);
        var waiting = Wire.Write(_start, Call(0), Arguments(0, "{\"a\":"), Call(1), Arguments(1, "{"));
        Assert.DoesNotContain("\"id\":\"id-1\"", waiting, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_that_never_become_whole_end_with_the_answer() =>
        Assert.Equal(["id-0:{\"a\"", "id-1:", "id-2:{}"], Blocks(Call(0), Arguments(0, "{\"a\""), Call(1), Call(2), Arguments(2, "{}")));

    [Fact]
    public void Blanks_after_arguments_are_dropped() =>
        Assert.Equal(["id-0:{\"a\":\"\\\"}\"}"], Blocks(Call(0), Arguments(0, "{\"a\":\"\\\""), Arguments(0, "}\"}"), Arguments(0, " \n"), Arguments(0, "{}")));

    [Fact]
    public void Signatures_are_carried_in_thoughts()
    {
        var written = Wire.Write(
            _start, Piece(ChatEventKind.Reasoning, "t"), new ChatEvent(ChatEventKind.ReasoningSignature) { Text = "own", Maker = Dialect.Anthropic },
            new ChatEvent(ChatEventKind.ReasoningSignature) { Text = "foreign", Maker = Dialect.OpenAiResponses },
            new ChatEvent(ChatEventKind.RedactedReasoning) { Text = "hidden", Maker = Dialect.Bedrock },
            Call(0), new ChatEvent(ChatEventKind.ToolSignature) { Text = "proof", Maker = Dialect.Gemini, Call = 0 }, Arguments(0, "{}"), _finish, _end);
        Assert.Equal(["own", "aigw.openai-responses.foreign"], Texts(written, "signature"));
        Assert.Equal(["aigw.bedrock.hidden", "aigw.gemini-tool.id-0.proof"], Texts(written, "data"));
        Assert.Equal("tool_use", Reason(written));
    }

    [Fact]
    public void The_proof_of_a_call_goes_before_it_where_it_comes_in_time()
    {
        var proof = new ChatEvent(ChatEventKind.ToolSignature) { Text = "p", Maker = Dialect.Gemini };
        Assert.Equal(["redacted_thinking", "stop 0", "tool_use", "input_json_delta", "stop 1"], Write(Call(0), proof, Arguments(0, "{}")));
        Assert.Equal(["tool_use", "input_json_delta", "stop 0", "redacted_thinking", "stop 1"], Write(Call(0), Arguments(0, "{}"), proof));
        Assert.Equal(["redacted_thinking", "stop 0", "tool_use", "stop 1"], Write(Call(0), proof));
    }

    [Fact]
    public void The_last_word_on_usage_is_waited_for()
    {
        var early = new ChatEvent(ChatEventKind.Usage) { Usage = new ChatUsage(1, 1) };
        Assert.Equal(5, Output(Wire.Write(_start, early, _finish, _usage, _end)));
        Assert.Equal(1, Output(Wire.Write(_start, early, _finish, _end)));
        Assert.Equal(0, Output(Wire.Write(_start, _finish, _end)));
        Assert.DoesNotContain("message_delta", Wire.Write(_start, early, _finish), StringComparison.Ordinal);

        static int Output(string sse) =>
            JsonElement.Parse(Wire.Frames(sse).Single(frame => frame.Name == "message_delta").Data).GetProperty("usage").GetProperty("output_tokens").GetInt32();
    }

    [Theory]
    [InlineData(FinishReason.Stop, null, "end_turn")]
    [InlineData(FinishReason.Stop, "END", "stop_sequence")]
    [InlineData(FinishReason.Length, null, "max_tokens")]
    [InlineData(FinishReason.ToolCalls, null, "tool_use")]
    [InlineData(FinishReason.ContentFilter, null, "refusal")]
    public void Reasons_to_stop_are_written_in_this_dialect_s_words(FinishReason finish, string? stop, string reason) =>
        Assert.Equal(reason, Reason(Wire.Write(_start, Piece(ChatEventKind.Text, "a"), new ChatEvent(ChatEventKind.Finish) { Finish = finish, Text = stop }, _end)));

    [Fact]
    public void A_refusal_is_text_and_a_reason()
    {
        var written = Wire.Write(_start, Piece(ChatEventKind.Refusal, "I cannot."), _finish, _end);
        Assert.Equal(["text:I cannot."], Blocks(written));
        Assert.Equal("refusal", Reason(written));
    }

    [Fact]
    public void Only_the_first_choice_is_written() =>
        Assert.Equal(["text:ac"], Blocks(Piece(ChatEventKind.Text, "a"), Piece(ChatEventKind.Text, "b", choice: 1), new ChatEvent(ChatEventKind.Finish) { Choice = 1 }, Piece(ChatEventKind.Text, "c")));

    [Fact]
    public void Sources_of_other_dialects_are_left_out()
    {
        var foreign = new ChatEvent(ChatEventKind.Annotations) { Json = JsonElement.Parse("""[{"type":"url_citation","url":"https://example.com"}]""") };
        Assert.Equal(["text", "text_delta", "stop 0"], Write(Piece(ChatEventKind.Text, "a"), foreign));
    }

    private static ChatEvent Call(int call) => new(ChatEventKind.ToolCall) { Call = call, Id = $"id-{call}", Name = $"f{call}" };

    private static ChatEvent Arguments(int call, string json) => Piece(ChatEventKind.ToolArguments, json, call: call);

    /// <summary>The frames between the start and the end, in short.</summary>
    private static string[] Write(params ChatEvent[] events) => Wire.Frames(Wire.Write([_start, .. events, _finish, _usage, _end])).Select(Short).ToArray()[1..^2];

    private static string Short((string Name, string Data) frame)
    {
        var data = JsonElement.Parse(frame.Data);
        Assert.Equal(frame.Name, data.GetProperty("type").GetString());
        return frame.Name switch
        {
            "content_block_start" => data.GetProperty("content_block").GetProperty("type").GetString()!,
            "content_block_delta" => data.GetProperty("delta").GetProperty("type").GetString()!,
            "content_block_stop" => $"stop {data.GetProperty("index").GetInt32()}",
            var name => name,
        };
    }

    private static List<string> Blocks(params ChatEvent[] events) => Blocks(Wire.Write([_start, .. events, _finish, _usage, _end]));

    /// <summary>What a client makes of it: whose it is, or what it is, and what it says.</summary>
    private static List<string> Blocks(string sse)
    {
        var blocks = new List<string>();
        var isOpen = false;
        foreach (var (name, json) in Wire.Frames(sse))
        {
            var data = JsonElement.Parse(json);
            if (!name.StartsWith("content_block", StringComparison.Ordinal))
                continue;
            Assert.Equal(name == "content_block_start" ? blocks.Count : blocks.Count - 1, data.GetProperty("index").GetInt32());
            Assert.Equal(name != "content_block_start", isOpen);
            isOpen = name != "content_block_stop";
            if (name == "content_block_start")
                blocks.Add((data.GetProperty("content_block").TryGetProperty("id", out var id) ? id : data.GetProperty("content_block").GetProperty("type")).GetString() + ":");
            else if (name == "content_block_delta" && data.GetProperty("delta") is var delta)
                blocks[^1] += (delta.TryGetProperty("text", out var text) ? text : delta.GetProperty("partial_json")).GetString();
        }
        return blocks;
    }

    private static IEnumerable<string?> Texts(string sse, string member) =>
        from frame in Wire.Frames(sse)
        let data = JsonElement.Parse(frame.Data)
        from holder in new[] { "delta", "content_block" }
        where data.TryGetProperty(holder, out var value) && value.TryGetProperty(member, out var text) && text.GetString() != ""
        select data.GetProperty(holder).GetProperty(member).GetString();

    private static string? Reason(string sse) =>
        JsonElement.Parse(Wire.Frames(sse).Single(frame => frame.Name == "message_delta").Data).GetProperty("delta").GetProperty("stop_reason").GetString();
}
