using System.Buffers;
using AiGateway.Core.Pinning;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

/// <summary>Signatures of thoughts, on their way out and on their way back.</summary>
public sealed class SignatureTests
{
    /// <summary>A message with the signature S, as providers and clients write it.</summary>
    public static TheoryData<string> Messages =>
    [
        """{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"S"}}}]}""",
        """{"role":"assistant","content":"x","extra_content":{"google":{"thoughtSignature":"S"}}}""",
        """{"role":"assistant","content":"x","reasoning_details":[{"type":"reasoning.encrypted","data":"S","id":"r","format":"f","index":0}]}""",
        """{"role":"assistant","content":"x","reasoning_details":[{"type":"reasoning.text","text":"t","signature":"S"}]}""",
        """{"role":"assistant","content":"x","thinking_blocks":[{"type":"thinking","thinking":"t","signature":"S"}]}""",
        """{"role":"assistant","content":"x","thought_signature":"S"}""",
        """{"role":"assistant","content":"x","encrypted_content":"S"}""",
        """{"role":"assistant","content":"x","thought_signature":"\u0053"}""",
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_signature_in_a_request_is_found_with_its_message(string message)
    {
        var body = Request("""{"role":"user","content":"q"}""", message);

        var found = Wire.Scan(body).Signatures!;

        Assert.Equal((1, 1), (found.Count, found[0].Item));
        Assert.Equal(KeyOf("S"), PinToken.Key(PinKind.Signature, found[0].Value.Of(Wire.Bytes(body))));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_signature_in_an_answer_is_found_and_the_answer_stays_as_it_is(string message)
    {
        var answer = $$"""{"id":"a","model":"m","choices":[{"index":0,"message":{{message}},"finish_reason":"stop"}]}""";
        using var edit = new AnswerEdit("m", Operation.ChatCompletions, wantsBase64: false);

        Assert.Equal(AnswerKind.Answer, edit.Read(Wire.Bytes(answer)));

        Assert.Equal([Thought("S")], edit.Made!);
        Assert.Equal(answer, Wire.Written(output => edit.WriteTo(Wire.Bytes(answer), output)));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_signature_in_a_stream_is_there_once(string message)
    {
        using var rewriter = new ChatStreamRewriter("m", hideUsage: false);
        var output = new ArrayBufferWriter<byte>();

        Take($$"""{"id":"a","model":"m","choices":[{"index":0,"delta":{{message}},"finish_reason":null}]}""");
        Take("""{"id":"a","model":"m","choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]}""");

        Assert.Equal([Thought("S")], rewriter.TakeMade());
        Assert.Null(rewriter.Made);

        void Take(string json)
        {
            using var framing = new SseFraming();
            var bytes = Wire.Bytes($"data: {json}\n\n");
            bytes.CopyTo(framing.GetMemory());
            framing.Advance(bytes.Length);
            Assert.Equal(SseStatus.Event, framing.TryRead(out var next));
            Assert.Equal(StreamState.Open, rewriter.Take(next, output));
        }
    }

    [Theory]
    [InlineData("""{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"S","format":"wav"}}]}""")]
    [InlineData("""{"role":"assistant","content":"signature","reasoning_details":[]}""")]
    [InlineData("""{"role":"assistant","content":"x","signature":"","thought_signature":null}""")]
    [InlineData("""{"role":"assistant","reasoning_details":[{"type":"reasoning.text","text":"t"}],"audio":{"data":"S"}}""")]
    public void What_only_looks_like_one_is_none(string message) => Assert.Null(Wire.Scan(Request(message)).Signatures);

    [Fact]
    public void Of_a_long_conversation_the_newest_are_kept()
    {
        var messages = Enumerable.Range(0, 100).Select(i => $$"""{"role":"assistant","content":"x","thought_signature":"S{{i}}"}""").ToArray();

        var found = Wire.Scan(Request(messages)).Signatures!;

        Assert.Equal(SignatureList.MostKept, found.Count);
        Assert.Equal(Enumerable.Range(0, SignatureList.MostKept).Select(i => 99 - i), Enumerable.Range(0, found.Count).Select(i => found[i].Item));
    }

    [Fact]
    public void Half_a_letter_is_no_key() => Assert.Null(PinToken.Key(PinKind.Signature, "\"\\ud800\""u8));

    private static PinnedThing Thought(string text) => new(PinKind.Signature, KeyOf(text));

    private static string KeyOf(string text) => PinKey.Of(PinKind.Signature, Wire.Bytes(text));

    private static string Request(params string[] messages) => $$"""{"model":"m","messages":[{{string.Join(',', messages)}}]}""";
}
