using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiChat;

namespace AiGateway.Core.Tests.Dialects.OpenAiChat;

public sealed class StreamWritingTests
{
    private const string Head = """data: {"id":"a1","object":"chat.completion.chunk","created":1700000000,"model":"asked-model","choices":[""";

    private static readonly OpenAiChatCodec Chat = OpenAiChatCodec.Instance;
    private static readonly ChatEvent Start = new(ChatEventKind.Start) { Id = "a1", Name = "real", Created = 1_700_000_000 };
    private static readonly ChatEvent Stop = new(ChatEventKind.Finish) { Finish = FinishReason.Stop };
    private static readonly ChatEvent Called = new(ChatEventKind.Finish) { Finish = FinishReason.ToolCalls };
    private static readonly ChatEvent End = new(ChatEventKind.End);

    [Fact]
    public void Text_is_written_as_OpenAI_does_usage_after_the_end_of_the_choice()
    {
        var written = Chat.WriteStream(
            [Start, ChatEvent.Piece(ChatEventKind.Text, "Hi"), new ChatEvent(ChatEventKind.Usage) { Usage = new ChatUsage(1, 1) }, Stop, new ChatEvent(ChatEventKind.Usage) { Usage = new ChatUsage(3, 2) }, End]);

        Assert.Equal(
            Head + """{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}""" + "\n\n"
            + Head + """{"index":0,"delta":{"content":"Hi"},"logprobs":null,"finish_reason":null}]}""" + "\n\n"
            + Head + """{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}""" + "\n\n"
            + Head + """],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}}""" + "\n\n"
            + "data: [DONE]\n\n",
            written);
    }

    [Fact]
    public void Usage_is_not_told_to_those_who_did_not_ask()
    {
        var written = Chat.WriteStream([Start, new ChatEvent(ChatEventKind.Usage) { Usage = new ChatUsage(3, 2) }, Stop, End], Codec.Traits with { StreamUsage = false });

        Assert.DoesNotContain("usage", written, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", written, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_nobody_named_gets_the_names_of_the_call()
    {
        var written = Chat.WriteStream([new ChatEvent(ChatEventKind.Start), Stop, End]);

        Assert.All(Chunks(written), chunk => Assert.Equal(("made-id", 1_760_000_000), (chunk.GetProperty("id").GetString(), chunk.GetProperty("created").GetInt64())));
    }

    [Fact]
    public void A_proof_that_comes_late_is_a_piece_of_a_function_like_any_other()
    {
        var written = Chat.WriteStream(
        [
            Start,
            new ChatEvent(ChatEventKind.ToolCall) { Id = "c1", Name = "f" },
            ChatEvent.Piece(ChatEventKind.ToolArguments, "{}"),
            new ChatEvent(ChatEventKind.ToolSignature) { Text = "sig", Maker = Dialect.Gemini },
            Called, End,
        ]);

        Assert.Contains("""{"tool_calls":[{"index":0,"function":{"arguments":""},"extra_content":{"google":{"thought_signature":"sig"}}}]}""", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_is_begun_with_its_proof_and_never_left_without_arguments()
    {
        var written = Chat.WriteStream(
        [
            Start,
            new ChatEvent(ChatEventKind.ToolCall) { Id = "c1", Name = "f" },
            new ChatEvent(ChatEventKind.ToolSignature) { Text = "sig", Maker = Dialect.Gemini },
            ChatEvent.Piece(ChatEventKind.ToolArguments, "{\"a\":1}"),
            new ChatEvent(ChatEventKind.ToolCall) { Id = "c2", Name = "g", Call = 1 },
            new ChatEvent(ChatEventKind.ToolSignature) { Text = "other", Maker = Dialect.Anthropic, Call = 1 },
            Called, End,
        ]);

        Assert.Equal(
            [
                """{"role":"assistant","content":""}""",
                """{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":""},"extra_content":{"google":{"thought_signature":"sig"}}}]}""",
                """{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":1}"}}]}""",
                """{"tool_calls":[{"index":1,"id":"c2","type":"function","function":{"name":"g","arguments":""}}]}""",
                """{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]}""",
                "{}",
            ],
            Deltas(written));
    }

    [Fact]
    public void Thoughts_are_repeated_with_their_proof_so_that_clients_can_send_it_back()
    {
        var written = Chat.WriteStream(
        [
            Start,
            ChatEvent.Piece(ChatEventKind.Reasoning, "a"), ChatEvent.Piece(ChatEventKind.Reasoning, "b"),
            new ChatEvent(ChatEventKind.ReasoningSignature) { Text = "s", Maker = Dialect.Anthropic },
            new ChatEvent(ChatEventKind.RedactedReasoning) { Text = "e", Maker = Dialect.Anthropic },
            Stop, End,
        ]);

        Assert.Equal(
            [
                """{"role":"assistant","content":""}""",
                """{"reasoning_content":"a"}""",
                """{"reasoning_content":"b"}""",
                """{"reasoning_details":[{"type":"reasoning.text","text":"ab","signature":"s","format":"anthropic-claude-v1","index":0}]}""",
                """{"reasoning_details":[{"type":"reasoning.encrypted","data":"e","format":"anthropic-claude-v1","index":1}]}""",
                "{}",
            ],
            Deltas(written));
        Assert.Equal(
            [
                new ReasoningPart("ab") { Signature = new ThoughtSignature(Dialect.Anthropic, "s") },
                new ReasoningPart("") { Signature = new ThoughtSignature(Dialect.Anthropic, "e"), IsRedacted = true },
            ],
            JoinedStream.Of(Chat.ReadStream(written)!).Answer.Choices[0].Parts);
    }

    [Fact]
    public void Each_choice_begins_with_its_role()
    {
        var written = Chat.WriteStream([Start, ChatEvent.Piece(ChatEventKind.Refusal, "no", 1), Stop, Stop with { Choice = 1 }, End]);

        Assert.Equal(
            [(0, """{"role":"assistant","content":""}"""), (1, """{"role":"assistant","content":""}"""), (1, """{"refusal":"no"}"""), (0, "{}"), (1, "{}")],
            Chunks(written).Select(chunk => chunk.GetProperty("choices")[0]).Select(choice => (choice.GetProperty("index").GetInt32(), choice.GetProperty("delta").GetRawText())));
    }

    [Fact]
    public void Log_probabilities_images_and_sources_have_chunks_of_their_own()
    {
        var written = Chat.WriteStream(
        [
            Start,
            new ChatEvent(ChatEventKind.Logprobs) { Json = JsonElement.Parse("""{"content":[]}""") },
            new ChatEvent(ChatEventKind.Media) { Name = "image/png", Text = "AAAA" },
            new ChatEvent(ChatEventKind.Media) { Name = "audio/wav", Text = "BBBB" },
            new ChatEvent(ChatEventKind.Annotations) { Json = JsonElement.Parse("""[{"type":"url_citation","url_citation":{"url":"u"}}]""") },
            new ChatEvent(ChatEventKind.Annotations) { Json = JsonElement.Parse("""[{"type":"char_location"}]""") },
            Stop, End,
        ]);

        Assert.Equal(
            [
                """{"role":"assistant","content":""}""", "{}", """{"images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}""",
                """{"audio":{"id":"","data":"BBBB","expires_at":0,"transcript":""}}""", """{"annotations":[{"type":"url_citation","url_citation":{"url":"u"}}]}""", "{}",
            ],
            Deltas(written));
        Assert.Equal("""{"content":[]}""", Chunks(written)[1].GetProperty("choices")[0].GetProperty("logprobs").GetRawText());
    }

    [Fact]
    public void Callers_who_know_functions_only_are_streamed_one()
    {
        var written = Chat.WriteStream(
            [
                Start, new ChatEvent(ChatEventKind.ToolCall) { Id = "c", Name = "f" }, new ChatEvent(ChatEventKind.ToolCall) { Id = "d", Name = "g", Call = 1 },
                ChatEvent.Piece(ChatEventKind.ToolArguments, "{\"a\":1}"), Called, End,
            ],
            Codec.Traits with { Request = new ChatRequest { Model = "m", LegacyFunctions = true } });

        Assert.Equal(
            [
                """{"role":"assistant","content":""}""", """{"function_call":{"name":"f","arguments":""}}""", "{}", """{"function_call":{"arguments":"{\"a\":1}"}}""",
                "{}", "{}",
            ],
            Deltas(written));
        Assert.Equal("function_call", Chunks(written)[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    private static List<JsonElement> Chunks(string stream) => [.. SseText.Events(stream).Where(next => next.Data != "[DONE]").Select(next => JsonElement.Parse(next.Data))];

    private static IEnumerable<string> Deltas(string stream) => Chunks(stream).Select(chunk => chunk.GetProperty("choices")[0].GetProperty("delta").GetRawText());
}
