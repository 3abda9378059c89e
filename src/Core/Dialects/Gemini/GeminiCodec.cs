using System.Buffers;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>
/// Google's <c>generateContent</c>. The model and whether to stream are not in the body but in the address: what is read has the
/// model <c>""</c> and does not stream until the caller sets both.
/// </summary>
public sealed class GeminiCodec : IChatCodec
{
    public static readonly GeminiCodec Instance = new();

    private GeminiCodec()
    {
    }

    public Dialect Dialect => Dialect.Gemini;

    public string NameOf(RequestField field) => GeminiNames.Of(field);

    public ChatRequest ReadRequest(ReadOnlySpan<byte> body) => RequestDocument.Read(body, GeminiRequestReader.Read);

    /// <summary>Reads a client's <c>countTokens</c>: what is to be counted.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <exception cref="DialectException">It is no such request.</exception>
    public static ChatRequest ReadCountRequest(ReadOnlySpan<byte> body) => RequestDocument.Read(body, GeminiRequestReader.ReadCount);

    /// <summary>Writes the answer to <c>countTokens</c>.</summary>
    /// <param name="tokens">0 or more.</param>
    public static void WriteCountAnswer(long tokens, IBufferWriter<byte> output) => JsonOutput.Write(output, tokens, static (json, count) =>
    {
        json.WriteStartObject();
        json.WriteNumber("totalTokens"u8, count);
        json.WriteEndObject();
    });

    public void WriteRequest(ChatRequest request, in TargetTraits target, Omissions omissions, IBufferWriter<byte> output) =>
        JsonOutput.Write(output, (request, target, omissions), static (json, state) => GeminiRequestWriter.Write(json, state.request, state.target, state.omissions));

    public ChatAnswer? ReadAnswer(ReadOnlySpan<byte> body) => AnswerDocument.Read(body, AnswerReader.Read);

    public void WriteAnswer(ChatAnswer answer, in AnswerTraits traits, IBufferWriter<byte> output) =>
        JsonOutput.Write(output, (answer, traits), static (json, state) => AnswerWriter.Write(json, state.answer, state.traits));

    public IChatStreamReader NewStreamReader() => new GeminiStreamReader();

    public IChatStreamWriter NewStreamWriter(in AnswerTraits traits) => new GeminiStreamWriter(traits, GeminiFraming.Sse);

    /// <summary>For clients that stream without <c>alt=sse</c>: one JSON array, its elements as they come, closed at the end of the answer.</summary>
    public static IChatStreamWriter NewArrayWriter(in AnswerTraits traits) => new GeminiStreamWriter(traits, GeminiFraming.Array);
}
