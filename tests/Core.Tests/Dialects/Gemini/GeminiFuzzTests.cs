using System.Buffers;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Gemini;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.Gemini;

public sealed class GeminiFuzzTests
{
    [Fact]
    public void No_request_throws_anything_but_what_its_sender_is_told() =>
        Damaged(GeminiBench.Fixture("request.json"), GeminiBench.Fixture("request-snake.json")).Sample(ReadRequest, iter: Damage.Inputs(6_000));

    [Fact]
    public void No_answer_throws() => Damaged(GeminiBench.Fixture("answer.json")).Sample(
        body =>
        {
            if (GeminiCodec.Instance.ReadAnswer(body) is { } answer)
                GeminiCodec.Instance.WriteAnswer(answer, GeminiBench.Traits, new ArrayBufferWriter<byte>());
        },
        iter: Damage.Inputs(1_500));

    [Fact]
    public void No_event_of_a_stream_throws() => Damaged(
        [.. GeminiBench.Stream("stream-thoughts.sse").Concat(GeminiBench.Stream("stream-tools.sse")).Select(System.Text.Encoding.UTF8.GetBytes)]).Sample(
        data =>
        {
            var reader = GeminiCodec.Instance.NewStreamReader();
            var writer = GeminiCodec.Instance.NewStreamWriter(GeminiBench.Traits);
            var events = new List<ChatEvent>();
            reader.TryRead([], data, events);
            reader.TryRead("x"u8, data, events);
            reader.Close(events);
            var output = new ArrayBufferWriter<byte>();
            foreach (var next in events)
                if (next.Kind != ChatEventKind.Error)
                    writer.Write(next, output);
        },
        iter: Damage.Inputs(1_500));

    private static Gen<byte[]> Damaged(params byte[][] fixtures) => Damage.Of(fixtures);

    private static void ReadRequest(byte[] body)
    {
        try
        {
            var request = GeminiCodec.Instance.ReadRequest(body);
            GeminiCodec.Instance.WriteRequest(request, new TargetTraits("gemini-3"), GeminiBench.Omissions(), new ArrayBufferWriter<byte>());
        }
        catch (DialectException)
        {
        }
    }
}
