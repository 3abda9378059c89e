using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Gemini;

namespace AiGateway.Core.Tests.Dialects.Gemini;

public sealed class GeminiStreamTests
{
    private const string Text = """{"candidates":[{"content":{"parts":[{"text":"a"}]},"index":0}]}""";
    private const string Stop = """{"candidates":[{"content":{"parts":[{"text":""}]},"finishReason":"STOP","index":0}]}""";

    [Fact]
    public void Thoughts_text_and_usage_are_read_and_the_close_ends_it() => Assert.Equal(
        """
        start r1 gemini-2.5-flash
        Reasoning Let me 
        usage 9+0
        Reasoning think.
        ReasoningSignature c2lnMQ==
        usage 9+20
        Text Hello
        usage 9+21
        Text  world
        RedactedReasoning c2lnMw==
        usage 9+22
        usage 9+23
        finish 0 Stop
        end
        """,
        GeminiBench.Short(GeminiBench.Events(GeminiBench.Stream("stream-thoughts.sse"))));

    [Fact]
    public void Calls_are_begun_before_their_arguments_and_followed_by_their_signature()
    {
        var events = GeminiBench.Events(GeminiBench.Stream("stream-tools.sse"));
        var ids = events.Where(next => next.Kind == ChatEventKind.ToolCall).Select(next => next.Id).ToList();

        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(
            $$"""
            start r2 gemini-3-pro-preview
            call 0 {{ids[0]}} weather
            ToolSignature 0 c2lnMg==
            ToolArguments 0 {"city":"Paris"}
            usage 29+0
            call 1 {{ids[1]}} weather
            ToolArguments 1 {"city":"Oslo"}
            call 2 x clock
            ToolArguments 2 {}
            usage 29+0
            media image/png iVBORw0KGgo=
            usage 29+819
            finish 0 ToolCalls
            end
            """,
            GeminiBench.Short(events));
    }

    [Theory]
    [InlineData("stream-thoughts.sse")]
    [InlineData("stream-tools.sse")]
    public void A_stream_cut_at_any_event_has_no_end(string fixture)
    {
        var data = GeminiBench.Stream(fixture);
        for (var length = 0; length < data.Length; length++)
        {
            var events = GeminiBench.Events(data.Take(length));
            Assert.DoesNotContain(events, next => next.Kind is ChatEventKind.End or ChatEventKind.Finish);
        }
    }

    [Fact]
    public void Nothing_ends_it_but_its_close() =>
        Assert.DoesNotContain(GeminiBench.Events([Text, Stop], close: false), next => next.Kind is ChatEventKind.End or ChatEventKind.Finish);

    [Fact]
    public void A_reason_with_every_event_as_earlier_models_gave_it_cuts_nothing_off() => Assert.Equal(
        "start  \nText a\nText b\nfinish 0 Length\nend",
        GeminiBench.Short(GeminiBench.Events([
            """{"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}]}""",
            """{"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"MAX_TOKENS"}]}"""])));

    [Fact]
    public void Every_candidate_must_have_ended()
    {
        const string Other = """{"candidates":[{"content":{"parts":[{"text":"b"}]},"index":1}]}""";
        const string OtherStop = """{"candidates":[{"finishReason":"SAFETY","index":1}]}""";

        Assert.DoesNotContain(GeminiBench.Events([Text, Other, Stop]), next => next.Kind == ChatEventKind.End);
        Assert.EndsWith("finish 0 Stop\nfinish 1 ContentFilter\nend", GeminiBench.Short(GeminiBench.Events([Text, Other, Stop, OtherStop])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_that_was_refused_is_an_answer_without_words() => Assert.Equal(
        "start  \nusage 4+0\nfinish 0 ContentFilter\nend",
        GeminiBench.Short(GeminiBench.Events(["""{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":4}}"""])));

    [Fact]
    public void An_error_in_it_is_told_and_nothing_follows()
    {
        const string Error = """{"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}}""";

        Assert.Equal($"start  \nText a\nError {Error}", GeminiBench.Short(GeminiBench.Events([Text, Error, Stop])));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[{}]")]
    [InlineData("7")]
    [InlineData("")]
    public void What_makes_no_sense_breaks_it(string data) => Assert.Equal("start  \nText a", GeminiBench.Short(GeminiBench.Events([Text, data, Stop])));

    [Fact]
    public void Half_a_character_breaks_nothing() => Assert.Equal(
        "start  \nText a\ufffd\nfinish 0 Stop\nend",
        GeminiBench.Short(GeminiBench.Events(["""{"candidates":[{"content":{"parts":[{"text":"a\ud83d"}]},"finishReason":"STOP"}]}"""])));

    [Fact]
    public void A_mark_that_others_end_with_and_members_of_later_versions_are_passed_over() => Assert.EndsWith(
        "finish 0 Stop\nend",
        GeminiBench.Short(GeminiBench.Events([Text, Stop, """{"later":{"x":[1]}}""", "[DONE]"])),
        StringComparison.Ordinal);

    [Fact]
    public void A_stream_is_written_in_frames_with_calls_whole_and_the_end_with_the_usage() => Assert.Equal(
        Frames(
            """{"candidates":[{"content":{"parts":[{"text":"hm","thought":true}],"role":"model"},"index":0}],"modelVersion":"asked","createTime":"2026-11-20T12:00:00Z","responseId":"r"}""",
            """{"candidates":[{"content":{"parts":[{"text":"","thought":true,"thoughtSignature":"c2ln"}],"role":"model"},"index":0}],"modelVersion":"asked","createTime":"2026-11-20T12:00:00Z","responseId":"r"}""",
            """{"candidates":[{"content":{"parts":[{"text":"Hello"}],"role":"model"},"index":0}],"modelVersion":"asked","createTime":"2026-11-20T12:00:00Z","responseId":"r"}""",
            """{"candidates":[{"content":{"parts":[{"functionCall":{"id":"1","name":"f","args":{"a":1}},"thoughtSignature":"YWlndy5hbnRocm9waWMueA=="},{"functionCall":{"id":"2","name":"g","args":{}}}],"role":"model"},"index":0}],"modelVersion":"asked","createTime":"2026-11-20T12:00:00Z","responseId":"r"}""",
            """{"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":3,"totalTokenCount":12},"modelVersion":"asked","createTime":"2026-11-20T12:00:00Z","responseId":"r"}"""),
        GeminiBench.WriteStream(GeminiCodec.Instance.NewStreamWriter(GeminiBench.Traits), Answer));

    [Fact]
    public void Without_frames_it_is_one_array()
    {
        var text = GeminiBench.WriteStream(GeminiCodec.NewArrayWriter(GeminiBench.Traits), Answer);

        Assert.StartsWith("[{\"candidates\"", text, StringComparison.Ordinal);
        Assert.Equal(4, text.Split("}\n,{").Length - 1);
        Assert.Equal(5, JsonElement.Parse(text).GetArrayLength());
    }

    [Theory]
    [InlineData("stream-thoughts.sse")]
    [InlineData("stream-tools.sse")]
    public void What_was_read_and_written_is_read_the_same_again(string fixture)
    {
        var first = GeminiBench.Events(GeminiBench.Stream(fixture));
        var written = GeminiBench.WriteStream(GeminiCodec.Instance.NewStreamWriter(GeminiBench.Traits), first);
        var second = GeminiBench.Events(written.Split('\n').Where(line => line.Length > 0).Select(line => line["data: ".Length..]));

        Assert.Equal(Sorted(first), Sorted(second));
    }

    [Fact]
    public void A_stream_that_broke_off_says_no_reason_and_is_no_whole_array()
    {
        var events = Answer.Take(Answer.Length - 1).ToList();

        Assert.DoesNotContain("finishReason", GeminiBench.WriteStream(GeminiCodec.Instance.NewStreamWriter(GeminiBench.Traits), events), StringComparison.Ordinal);
        Assert.False(GeminiBench.WriteStream(GeminiCodec.NewArrayWriter(GeminiBench.Traits), events).EndsWith(']'));
    }

    [Fact]
    public void Calls_that_come_interleaved_are_each_put_together() => Assert.Contains(
        """[{"functionCall":{"id":"1","name":"f","args":{"a":1}}},{"functionCall":{"id":"2","name":"g","args":{"b":2}}}]""",
        GeminiBench.WriteStream(GeminiCodec.Instance.NewStreamWriter(GeminiBench.Traits),
        [
            new(ChatEventKind.ToolCall) { Call = 0, Id = "1", Name = "f" },
            new(ChatEventKind.ToolCall) { Call = 1, Id = "2", Name = "g" },
            ChatEvent.Piece(ChatEventKind.ToolArguments, "{\"a\"", call: 0),
            ChatEvent.Piece(ChatEventKind.ToolArguments, "{\"b\":2}", call: 1),
            ChatEvent.Piece(ChatEventKind.ToolArguments, ":1}", call: 0),
            new(ChatEventKind.Finish) { Finish = FinishReason.ToolCalls },
        ]),
        StringComparison.Ordinal);

    [Fact]
    public void Withheld_thoughts_refusals_media_probabilities_and_several_choices_are_written()
    {
        var logprobs = JsonElement.Parse("""{"content":[{"token":"a","logprob":-0.5,"bytes":null,"top_logprobs":[]}],"refusal":null}""");
        ChatEvent[] events =
        [
            new(ChatEventKind.RedactedReasoning) { Text = "Mg==", Maker = Dialect.Gemini },
            ChatEvent.Piece(ChatEventKind.Refusal, "no", choice: 1),
            new(ChatEventKind.Media) { Name = "image/png", Text = "AAAA" },
            new(ChatEventKind.Logprobs) { Json = logprobs },
            new(ChatEventKind.Annotations) { Json = logprobs },
            new(ChatEventKind.Finish) { Choice = 1, Finish = FinishReason.ContentFilter },
            new(ChatEventKind.Finish) { Finish = FinishReason.Length },
            new(ChatEventKind.End),
        ];
        var chunks = JsonElement.Parse(GeminiBench.WriteStream(GeminiCodec.NewArrayWriter(GeminiBench.Traits), events)).EnumerateArray()
            .Select(chunk => chunk.GetProperty("candidates").GetRawText()).ToList();

        Assert.Equal(
            [
                """[{"content":{"parts":[{"text":"","thoughtSignature":"Mg=="}],"role":"model"},"index":0}]""",
                """[{"content":{"parts":[{"text":"no"}],"role":"model"},"index":1}]""",
                """[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}],"role":"model"},"index":0}]""",
                """[{"content":{"parts":[{"text":""}],"role":"model"},"logprobsResult":{"topCandidates":[{"candidates":[]}],"chosenCandidates":[{"token":"a","logProbability":-0.5}]},"index":0}]""",
                """[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"SAFETY","index":1},{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"MAX_TOKENS","index":0}]""",
            ],
            chunks);
    }

    private static readonly ChatEvent[] Answer =
    [
        new(ChatEventKind.Start) { Id = "r", Name = "m" },
        ChatEvent.Piece(ChatEventKind.Reasoning, "hm"),
        new(ChatEventKind.ReasoningSignature) { Text = "c2ln", Maker = Dialect.Gemini },
        ChatEvent.Piece(ChatEventKind.Text, "Hello"),
        new(ChatEventKind.ToolCall) { Call = 0, Id = "1", Name = "f" },
        ChatEvent.Piece(ChatEventKind.ToolArguments, "{\"a\""),
        ChatEvent.Piece(ChatEventKind.ToolArguments, ":1}"),
        new(ChatEventKind.ToolSignature) { Call = 0, Text = "x", Maker = Dialect.Anthropic },
        new(ChatEventKind.ToolCall) { Call = 1, Id = "2", Name = "g" },
        new(ChatEventKind.Finish) { Finish = FinishReason.ToolCalls },
        new(ChatEventKind.Usage) { Usage = new ChatUsage(9, 3) },
        new(ChatEventKind.End),
    ];

    private static string Frames(params string[] data) => string.Concat(data.Select(item => $"data: {item}\n\n"));

    /// <summary>All but the head and usage on the way.</summary>
    private static string Sorted(List<ChatEvent> events) => GeminiBench.Short(
        events.Where(next => next.Kind is not (ChatEventKind.Start or ChatEventKind.Usage)).Append(events.Last(next => next.Kind == ChatEventKind.Usage)));
}
