using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiCompletions;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.OpenAiCompletions;

public sealed class StreamWritingTests
{
    private static readonly CompletionsCodec Completions = CompletionsCodec.Instance;
    private static readonly ChatEvent Start = new(ChatEventKind.Start) { Id = "A1", Name = "real", Created = 1_770_950_944 };

    private static readonly ChatEvent[] Whole =
    [
        Start,
        ChatEvent.Piece(ChatEventKind.Reasoning, "Hm."),
        new(ChatEventKind.ReasoningSignature) { Text = "s", Maker = Dialect.Anthropic },
        ChatEvent.Piece(ChatEventKind.Text, " there"),
        new(ChatEventKind.Logprobs) { Json = JsonElement.Parse("""{"content":[{"token":" there","logprob":-0.1}]}""") },
        ChatEvent.Piece(ChatEventKind.Text, " was"),
        new(ChatEventKind.Logprobs) { Json = JsonElement.Parse("""{"content":[{"token":" was","logprob":-0.2,"top_logprobs":[{"token":" is","logprob":-0.1}]}]}""") },
        new(ChatEventKind.Logprobs) { Json = JsonElement.Parse("""{"content":null}""") },
        new(ChatEventKind.Usage) { Usage = new ChatUsage(4, 1) },
        new(ChatEventKind.Finish) { Finish = FinishReason.Length },
        new(ChatEventKind.Usage) { Usage = new ChatUsage(4, 2) },
        new(ChatEventKind.End),
    ];

    [Fact]
    public void A_stream_is_written_as_OpenAI_does() => Assert.Equal(Fixture.Text("OpenAiCompletions", "stream.sse"), Completions.WriteStream(Whole));

    [Fact]
    public void A_stream_cut_anywhere_has_no_end()
    {
        for (var length = 0; length < Whole.Length; length++)
            Assert.DoesNotContain("[DONE]", Completions.WriteStream(Whole[..length]), StringComparison.Ordinal);
    }

    [Fact]
    public void Usage_is_not_told_to_those_who_did_not_ask() =>
        Assert.DoesNotContain("usage", Completions.WriteStream(Whole, Codec.Traits with { StreamUsage = false }), StringComparison.Ordinal);

    [Fact]
    public void A_prompt_is_repeated_before_each_answer_for_those_who_want_it()
    {
        var written = Completions.WriteStream(
            [
                Start, ChatEvent.Piece(ChatEventKind.Text, "b"), ChatEvent.Piece(ChatEventKind.Refusal, "no", 1), ChatEvent.Piece(ChatEventKind.Text, "c"),
                new(ChatEventKind.Finish), new(ChatEventKind.Finish) { Choice = 1 }, new(ChatEventKind.Finish) { Choice = 2 }, new(ChatEventKind.End),
            ],
            Codec.Traits with { Request = new ChatRequest { Model = "m", Echo = "a " } });

        Assert.Equal(["a bc", "a no", "a "], Texts(written));
    }

    [Fact]
    public void What_is_streamed_is_what_is_said_at_once() => Gen.Select(ChatGen.Answer, Gen.Int).Sample(
        (answer, seed) =>
        {
            var whole = JsonElement.Parse(Completions.WriteAnswer(answer));
            var streamed = Completions.WriteStream(ChatGen.Events(answer, new Random(seed)));
            Assert.Equal(whole.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("text").GetString()), Texts(streamed));
            var chunks = Chunks(streamed);
            Assert.True(JsonElement.DeepEquals(whole.GetProperty("usage"), chunks[^1].GetProperty("usage")));
            Assert.Equal(whole.GetProperty("choices")[0].GetProperty("finish_reason").GetString(), chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
            Assert.EndsWith("data: [DONE]\n\n", streamed, StringComparison.Ordinal);
        },
        iter: 200);

    private static IEnumerable<string> Texts(string stream) => Chunks(stream).SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray())
        .GroupBy(choice => choice.GetProperty("index").GetInt32()).OrderBy(choice => choice.Key)
        .Select(choice => string.Concat(choice.Select(piece => piece.GetProperty("text").GetString())));

    private static List<JsonElement> Chunks(string stream) => [.. SseText.Events(stream).Where(next => next.Data != "[DONE]").Select(next => JsonElement.Parse(next.Data))];
}
