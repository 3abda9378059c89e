using System.Buffers;
using System.Text;
using AiGateway.Edge.Api;
using AiGateway.Edge.Upstream.Media;
using AiGateway.Edge.Upstream.OpenAi;
using CsCheck;

namespace AiGateway.Edge.Tests.Media;

public sealed class MediaScanTests
{
    private static readonly string[] Bodies =
    [
        """{"created":1,"data":[{"b64_json":"aGk="}],"usage":{"input_tokens":5,"output_tokens":6,"input_tokens_details":{"cached_tokens":1}}}""",
        """{"id":"r","model":"m","results":[{"index":0,"relevance_score":0.9}],"meta":{"billed_units":{"search_units":1,"input_tokens":3},"tokens":{"input_tokens":9}}}""",
        """{"type":"transcript.text.done","text":"h\u00e9","usage":{"type":"tokens","input_tokens":14,"output_tokens":3}}""",
        """{"error":{"message":"boom"}}""",
        """[{"error":{"message":"boom"}}]""",
    ];

    [Theory]
    [InlineData("""{"data":[],"error":null}""", true, false, true)]
    [InlineData("""{"data":[],"error":"boom"}""", true, true, true)]
    [InlineData("""{"data":{},"error":{}}""", true, true, false)]
    [InlineData("[]", false, false, false)]
    [InlineData("[1]", false, false, false)]
    [InlineData("""{"data":[]} x""", false, false, true)]
    [InlineData("""{"data":[""", false, false, true)]
    [InlineData("", false, false, false)]
    [InlineData("7", false, false, false)]
    public void An_answer_an_error_and_neither_are_told_apart(string body, bool readable, bool error, bool answer)
    {
        var scan = new MediaScan(Operation.Images);

        Assert.Equal(readable, scan.TryRead(Encoding.UTF8.GetBytes(body)));
        Assert.Equal((error, answer), (scan.HasError, scan.HasAnswer));
    }

    [Fact]
    public void A_damaged_answer_never_throws_in_whatever_form_it_is_read() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Byte, Gen.Int[0, 40], Gen.Int[0, 2], Gen.Enum<Operation>()).Sample((at, value, length, kind, operation) =>
        {
            var body = Encoding.UTF8.GetBytes(Bodies[at % Bodies.Length]);
            at %= body.Length;
            var rest = Math.Min(at + length, body.Length);
            byte[] damaged = kind switch
            {
                0 => [.. body[..at], value, .. body[(at + 1)..]],
                1 => [.. body[..at], .. body[rest..]],
                _ => [.. body[..rest], .. body[at..]],
            };

            using var edit = new MediaEdit(operation, "asked");
            var output = new ArrayBufferWriter<byte>();
            if (edit.Read(damaged) == AnswerKind.Answer)
                edit.WriteTo(damaged, output);
            using var framing = new SseFraming();
            using var stream = new MediaStream(operation, "asked", images: 1);
            byte[] sse = [.. "data: "u8, .. damaged, .. "\n\n"u8];
            sse.CopyTo(framing.GetMemory());
            framing.Advance(sse.Length);
            while (framing.TryRead(out var next) == SseStatus.Event)
                stream.Take(next, output);
            stream.End(output);
            Assert.NotEqual(StreamState.Open, stream.State);
        });
}
