using System.Buffers;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiChat;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.OpenAiChat;

/// <summary><c>CsCheck_Iter</c> in the environment raises the number of inputs.</summary>
public sealed class FuzzTests
{
    private static readonly OpenAiChatCodec Chat = OpenAiChatCodec.Instance;
    private static readonly Gen<int> Seed = Gen.Int;

    private static long Inputs => Math.Max(4_000, Check.Iter);

    [Fact]
    public void A_spoilt_request_is_read_or_refused_and_can_be_written_or_refused()
    {
        var request = Fixture.Text("OpenAiChat", "request-full.json");
        var read = 0;
        Seed.Sample(
            seed =>
            {
                try
                {
                    var parsed = Chat.ReadRequest(Mutated.Of(request, seed));
                    Interlocked.Increment(ref read);
                    Chat.WriteRequest(parsed, new TargetTraits("m"), new Omissions(Chat, "t", strict: false), new ArrayBufferWriter<byte>());
                }
                catch (DialectException)
                {
                }
            },
            iter: Inputs);
        Assert.InRange(read, Inputs / 20, Inputs);
    }

    [Fact]
    public void A_spoilt_answer_is_read_or_none()
    {
        string[] answers = [.. Fixture.Names("OpenAiChat", "answer-*.json").Select(name => Fixture.Text("OpenAiChat", name))];
        var read = 0;
        Gen.Select(Gen.Int[0, answers.Length - 1], Seed).Sample(
            (which, seed) =>
            {
                if (Chat.ReadAnswer(Mutated.Of(answers[which], seed)) is not { } answer)
                    return;
                Interlocked.Increment(ref read);
                Chat.WriteAnswer(answer, Codec.Traits, new ArrayBufferWriter<byte>());
            },
            iter: Inputs);
        Assert.InRange(read, Inputs / 20, Inputs);
    }

    [Fact]
    public void A_spoilt_stream_is_read_as_far_as_it_makes_sense()
    {
        (byte[] Name, string Data)[][] streams =
            [.. Fixture.Names("OpenAiChat", "*.sse").Select(name => SseText.Events(Fixture.Text("OpenAiChat", name)).Select(next => (SseText.Bytes(next.Name), next.Data)).ToArray())];
        Gen.Select(Gen.Int[0, streams.Length - 1], Gen.Int[0, 8], Seed).Sample(
            (which, spoilt, seed) =>
            {
                var events = new List<ChatEvent>();
                var reader = Chat.NewStreamReader();
                for (var i = 0; i < streams[which].Length; i++)
                {
                    var (name, data) = streams[which][i];
                    var bytes = i == spoilt ? Mutated.Of(data, seed) : SseText.Bytes(data);
                    if (!reader.TryRead(name, bytes, events))
                        break;
                }
                reader.Close(events);
                Assert.True(events.FindIndex(next => next.Kind is ChatEventKind.End or ChatEventKind.Error) is var end && (end < 0 || end == events.Count - 1));

                var output = new ArrayBufferWriter<byte>();
                var writer = Chat.NewStreamWriter(Codec.Traits);
                foreach (var next in events)
                    writer.Write(next, output);
            },
            iter: Inputs);
    }
}
