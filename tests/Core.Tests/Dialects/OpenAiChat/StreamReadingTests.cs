using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiChat;

namespace AiGateway.Core.Tests.Dialects.OpenAiChat;

public sealed class StreamReadingTests
{
    private static readonly OpenAiChatCodec Chat = OpenAiChatCodec.Instance;

    public static TheoryData<string> Streams => [.. Fixture.Names("OpenAiChat", "*.sse")];

    [Fact]
    public void OpenAIs_calls_come_begun_before_their_arguments()
    {
        var events = Chat.ReadStream(Fixture.Text("OpenAiChat", "stream-openai-tools.sse"))!;

        Assert.Equal(
            [
                new ChatEvent(ChatEventKind.Start) { Id = "chatcmpl-C1", Name = "gpt-4o-2024-08-06", Created = 1770950944 },
                new ChatEvent(ChatEventKind.ToolCall) { Id = "call_a", Name = "weather" },
                ChatEvent.Piece(ChatEventKind.ToolArguments, "{\"city\""),
                ChatEvent.Piece(ChatEventKind.ToolArguments, ":\"Oslo\"}"),
                new ChatEvent(ChatEventKind.ToolCall) { Call = 1, Id = "call_b", Name = "time" },
                new ChatEvent(ChatEventKind.Finish) { Finish = FinishReason.ToolCalls },
                new ChatEvent(ChatEventKind.Usage) { Usage = new ChatUsage(26, 10) { Cached = 4, Reasoning = 3 } },
                new ChatEvent(ChatEventKind.End),
            ],
            events);
    }

    [Fact]
    public void Two_answers_in_one_stream_are_kept_apart()
    {
        var answer = Read("stream-openai-two.sse").Answer;

        Assert.Equal("chatcmpl-C2", answer.Id);
        Assert.Equal("One", Text(answer.Choices[0]));
        Assert.Equal(FinishReason.Length, answer.Choices[0].Finish);
        Assert.Contains("\"On\"", answer.Choices[0].Logprobs!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Equal([new RefusalPart("No.")], answer.Choices[1].Parts);
        Assert.Equal(new ChatUsage(5, 4), answer.Usage);
    }

    [Theory]
    [InlineData("stream-deepseek.sse", "Let me think.", "42", 12, 30)]
    [InlineData("stream-magistral.sse", "Hm.", "So be it", 10, 15)]
    [InlineData("stream-groq.sse", "Easy.", "Hi", 70, 30)]
    public void Thoughts_text_and_usage_are_read_where_each_provider_puts_them(string fixture, string thoughts, string text, long prompt, long completion)
    {
        var answer = Read(fixture).Answer;

        Assert.Equal([thoughts], answer.Choices[0].Parts.OfType<ReasoningPart>().Select(part => part.Text));
        Assert.Equal(text, Text(answer.Choices[0]));
        Assert.Equal((prompt, completion), (answer.Usage!.Prompt, answer.Usage.Completion));
        Assert.Equal(FinishReason.Stop, answer.Choices[0].Finish);
    }

    [Fact]
    public void Empty_ids_and_names_do_not_begin_a_call_and_stop_after_a_call_means_calls()
    {
        var choice = Read("stream-qwen-tools.sse").Answer.Choices[0];

        Assert.Equal([new ToolCallPart("call_q", "weather", """{"city": "Oslo"}""")], choice.Parts);
        Assert.Equal(FinishReason.ToolCalls, choice.Finish);
    }

    [Fact]
    public void Proofs_are_read_and_thoughts_said_twice_are_read_once()
    {
        var choice = Read("stream-router.sse").Answer.Choices[0];

        Assert.Equal(
            [
                new ReasoningPart("Oslo it is.") { Signature = new ThoughtSignature(Dialect.Anthropic, "c2ln") },
                new ReasoningPart("") { Signature = new ThoughtSignature(Dialect.Anthropic, "ZW5j"), IsRedacted = true },
                new TextPart("Cold."),
                new ImagePart(new MediaSource.Base64("image/png", "iVBORw0KGgo=")),
                new ToolCallPart("gemini_call", "weather", """{"city":"Oslo"}""") { Signature = new ThoughtSignature(Dialect.Gemini, "dGhvdWdodA==") },
                new ToolCallPart("call_gen2_0_1", "time", "{}"),
            ],
            choice.Parts);
        Assert.Equal(FinishReason.ToolCalls, choice.Finish);
    }

    [Fact]
    public void A_sound_is_joined_from_its_pieces_and_its_words_are_text()
    {
        var choice = Read("stream-audio.sse").Answer.Choices[0];

        Assert.Equal("Hello.", Text(choice));
        Assert.Equal(new AudioPart(new MediaSource.Base64("audio/pcm", "AQID")), choice.Parts[^1]);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_cut_anywhere_has_its_end_only_when_every_choice_is_whole(string fixture)
    {
        var all = SseText.Events(Fixture.Text("OpenAiChat", fixture));
        Assert.True(Read(fixture).Ended);
        for (var kept = 0; kept < all.Count; kept++)
        {
            var events = Chat.ReadStream(all[..kept])!;
            var joined = JoinedStream.Of(events);
            var finished = events.Count(next => next.Kind == ChatEventKind.Finish);
            var begun = all[..kept].Where(next => next.Data != "[DONE]").SelectMany(next => Indices(next.Data)).Distinct().Count();
            Assert.Equal(begun > 0 && finished == begun, joined.Ended);
        }
    }

    [Fact]
    public void A_stream_that_is_done_before_it_is_finished_makes_no_sense() =>
        Assert.Null(Chat.ReadStream([("", """{"choices":[{"index":0,"delta":{"content":"a"}}]}"""), ("", "[DONE]")]));

    [Fact]
    public void A_stream_without_a_mark_of_its_end_ends_when_it_is_closed()
    {
        var events = Chat.ReadStream([("", """{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}""")])!;

        Assert.Equal([ChatEventKind.Start, ChatEventKind.Text, ChatEventKind.Finish, ChatEventKind.End], events.Select(next => next.Kind));
    }

    [Theory]
    [InlineData("", """{"error":{"message":"overloaded","code":"503"}}""")]
    [InlineData("error", """{"message":"overloaded"}""")]
    [InlineData("", """{"object":"error","message":"overloaded"}""")]
    [InlineData("", """{"choices":null,"base_resp":{"status_code":1013,"status_msg":"overloaded"}}""")]
    [InlineData("", """{"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}""")]
    public void An_error_in_the_stream_is_the_last_of_it(string name, string data)
    {
        var events = Chat.ReadStream([("", """{"choices":[{"index":0,"delta":{"content":"a"}}]}"""), (name, data), ("", "[DONE]")])!;

        Assert.Equal([ChatEventKind.Start, ChatEventKind.Text, ChatEventKind.Error], events.Select(next => next.Kind));
        Assert.Equal(data, events[^1].Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    [InlineData("\"a\"")]
    public void What_is_no_chunk_breaks_the_stream(string data) => Assert.Null(Chat.ReadStream([("", data)]));

    [Theory]
    [InlineData("ping", "{}")]
    [InlineData("", """{"choices":"none","usage":5}""")]
    [InlineData("", """{"choices":[5,null]}""")]
    [InlineData("", """{"id":5,"choices":[{"index":"0","delta":{"content":5,"tool_calls":[{"index":1e9,"function":7}],"images":[{}],"audio":[]}}]}""")]
    public void What_is_not_understood_is_passed_over(string name, string data) =>
        Assert.DoesNotContain(Chat.ReadStream([(name, data)])!, next => next.Kind is not ChatEventKind.Start);

    [Theory]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}},{"index":0,"id":"b","function":{"name":"g","arguments":"{}"}}]""", "a,b")]
    [InlineData("""[{"id":"a","function":{"name":"f","arguments":"{}"}},{"id":"b","function":{"name":"g","arguments":"{}"}}]""", "a,b")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"f","arguments":"{"}},{"index":0,"id":"a","function":{"name":"f","arguments":"}"}}]""", "a")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"f","arguments":"{"}},{"index":0,"id":"b","function":{"arguments":"}"}}]""", "a")]
    [InlineData("""[{"index":3,"id":"a","function":{"arguments":"{"}},{"index":3,"function":{"name":"f","arguments":"}"}}]""", "a")]
    [InlineData("""[{"index":0,"id":"a","function":{"arguments":"{}"}}]""", "")]
    public void Calls_are_told_apart_whatever_providers_make_of_ids_and_indices(string calls, string ids)
    {
        var events = Chat.ReadStream([("", "{\"choices\":[{\"delta\":{\"tool_calls\":" + calls + "},\"finish_reason\":\"tool_calls\"}]}")])!;

        var read = JoinedStream.Of(events).Answer.Choices[0];
        Assert.Equal(ids, string.Join(',', read.Parts.Cast<ToolCallPart>().Select(call => call.Id)));
        Assert.All(read.Parts.Cast<ToolCallPart>(), call => Assert.Equal("{}", call.Arguments));
    }

    [Fact]
    public void A_function_of_before_tools_is_a_call()
    {
        var events = Chat.ReadStream(
            [("", """{"id":"x","choices":[{"delta":{"function_call":{"name":"f","arguments":""}}}]}"""), ("", """{"choices":[{"delta":{"function_call":{"arguments":"{}"}},"finish_reason":"function_call"}]}""")])!;

        Assert.Equal([new ToolCallPart("call_x_0_0", "f", "{}")], JoinedStream.Of(events).Answer.Choices[0].Parts);
    }

    private static JoinedStream Read(string fixture) => JoinedStream.Of(Chat.ReadStream(Fixture.Text("OpenAiChat", fixture))!);

    private static IEnumerable<int> Indices(string chunk) =>
        JsonElement.Parse(chunk).TryGetProperty("choices", out var choices) ? choices.EnumerateArray().Select(choice => choice.GetProperty("index").GetInt32()) : [];

    private static string Text(ChatChoice choice) => string.Concat(choice.Parts.OfType<TextPart>().Select(part => part.Text));
}
