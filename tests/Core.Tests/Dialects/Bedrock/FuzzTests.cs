using System.Text;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Bedrock;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.Bedrock;

/// <summary>Whatever comes in, a request is read or refused, and an answer is one or none. <c>CsCheck_Iter</c> raises the count.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 4_000;

    private static readonly string[] _requests =
    [
        Converse.Fixture("request.json"),
        """{"messages":[{"role":"user","content":[{"document":{"name":"d","source":{"content":[{"text":"a"}]}}},{"citationsContent":{"content":[{"text":"b"}]}}]}]}""",
        """{"messages":[{"role":"user","content":[{"text":"a"},{"cachePoint":{"type":"default","ttl":"1h"}}]}],"requestMetadata":{"a":"b"}}""",
        """{"toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object","properties":{"a":{"enum":["b"]}}}}}}]}}""",
        """{"messages":[{"role":"assistant","content":[{"toolUse":{"toolUseId":"a","name":"f","input":{"b":"c"}}}]}]}""",
        """{"toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{}}}}],"toolChoice":{"tool":{"name":"f"}}},"additionalModelRequestFields":{"thinking":{"type":"adaptive"},"top_k":4}}""",
    ];

    private static readonly string[] _answers = [Converse.Fixture("answer.json")];

    private static readonly (string Name, string Payload)[] _events =
        [.. Converse.Lines(Converse.Fixture("tools.stream")), .. Converse.Lines(Converse.Fixture("text.stream")), ("throttlingException", """{"message":"slow"}""")];

    private static long Count => Math.Max(Inputs, Check.Iter);

    [Fact]
    public void A_request_is_read_and_written_or_refused() => Damage.Of(_requests).Sample(
        bytes =>
        {
            try
            {
                Converse.Written(BedrockCodec.Instance.ReadRequest(bytes));
            }
            catch (DialectException)
            {
                // Its sender is told.
            }
        },
        iter: Count);

    [Fact]
    public void An_answer_is_one_or_none() => Damage.Of(_answers).Sample(
        bytes =>
        {
            if (BedrockCodec.Instance.ReadAnswer(bytes) is { } answer)
                Converse.Written(answer);
        },
        iter: Count);

    [Fact]
    public void A_stream_is_read_or_broken() => Gen.Select(Gen.Int[0, _events.Length - 1], Damage.Of([.. _events.Select(line => line.Payload)])).Array[1, 4].Sample(
        damaged =>
        {
            var reader = BedrockCodec.Instance.NewStreamReader();
            var events = new List<ChatEvent>();
            foreach (var (at, payload) in damaged)
            {
                if (!reader.TryRead(Encoding.UTF8.GetBytes(_events[at].Name), payload, events))
                    return;
            }
            reader.Close(events);
            Assert.True(events.Count(next => next.Kind is ChatEventKind.End or ChatEventKind.Error) <= 1);
        },
        iter: Count);

    [Fact]
    public void Framing_finds_an_end_in_anything() => Damage.Of([Encoding.Latin1.GetString(EventStreams.Event("a", "{}")) + Encoding.Latin1.GetString(EventStreams.Event("b", "{}"))])
        .Sample(
            bytes => Assert.NotEqual(EventStreamStatus.NeedMore, EventStreams.Split(Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(bytes)), [9]).Status),
            iter: Count);
}
