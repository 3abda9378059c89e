using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiChat;
using AiGateway.Core.Dialects.OpenAiCompletions;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.OpenAiCompletions;

/// <summary><c>CsCheck_Iter</c> in the environment raises the number of inputs.</summary>
public sealed class FuzzTests
{
    private static readonly CompletionsCodec Completions = CompletionsCodec.Instance;

    private static long Inputs => Math.Max(4_000, Check.Iter);

    [Fact]
    public void A_spoilt_request_is_read_or_refused_and_can_be_written_or_refused()
    {
        var request = Fixture.Text("OpenAiCompletions", "request.json");
        var read = 0;
        Gen.Int.Sample(
            seed =>
            {
                try
                {
                    var parsed = Completions.ReadRequest(Mutated.Of(request, seed));
                    Interlocked.Increment(ref read);
                    OpenAiChatCodec.Instance.WriteRequest(parsed, new TargetTraits("m"), new Omissions(Completions, "t", strict: false), new ArrayBufferWriter<byte>());
                }
                catch (DialectException)
                {
                }
            },
            iter: Inputs);
        Assert.InRange(read, Inputs / 20, Inputs);
    }

    [Fact]
    public void What_is_left_of_a_spoilt_answer_is_written_as_JSON()
    {
        string[] answers = [.. Fixture.Names("OpenAiChat", "answer-*.json").Select(name => Fixture.Text("OpenAiChat", name))];
        var read = 0;
        Gen.Select(Gen.Int[0, answers.Length - 1], Gen.Int).Sample(
            (which, seed) =>
            {
                if (OpenAiChatCodec.Instance.ReadAnswer(Mutated.Of(answers[which], seed)) is not { } answer)
                    return;
                Interlocked.Increment(ref read);
                Assert.Equal(JsonValueKind.Object, JsonElement.Parse(Completions.WriteAnswer(answer)).ValueKind);
            },
            iter: Inputs);
        Assert.InRange(read, Inputs / 20, Inputs);
    }

    [Fact]
    public void What_is_left_of_a_spoilt_stream_is_written_as_JSON()
    {
        var stream = SseText.Events(Fixture.Text("OpenAiChat", "stream-openai-two.sse"));
        Gen.Select(Gen.Int[0, stream.Count - 1], Gen.Int).Sample(
            (spoilt, seed) =>
            {
                var events = new List<ChatEvent>();
                var reader = OpenAiChatCodec.Instance.NewStreamReader();
                for (var i = 0; i < stream.Count; i++)
                {
                    if (!reader.TryRead(SseText.Bytes(stream[i].Name), i == spoilt ? Mutated.Of(stream[i].Data, seed) : SseText.Bytes(stream[i].Data), events))
                        break;
                }
                foreach (var (_, data) in SseText.Events(Completions.WriteStream(events)))
                    Assert.True(data == "[DONE]" || JsonElement.Parse(data).ValueKind == JsonValueKind.Object);
            },
            iter: Inputs);
    }
}
