using System.Buffers;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Anthropic's messages: <c>POST /v1/messages</c>.</summary>
public sealed class AnthropicCodec : IChatCodec
{
    public static readonly AnthropicCodec Instance = new();

    private AnthropicCodec()
    {
    }

    public Dialect Dialect => Dialect.Anthropic;

    public string NameOf(RequestField field) => FieldNames.Of(field);

    public ChatRequest ReadRequest(ReadOnlySpan<byte> body) => RequestDocument.Read(body, static root => RequestReader.Read(root, isCount: false));

    /// <summary>Reads what a client wants the tokens of counted: a request that need not say how long its answer may be.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <exception cref="DialectException">It is no such request.</exception>
    public static ChatRequest ReadCountRequest(ReadOnlySpan<byte> body) => RequestDocument.Read(body, static root => RequestReader.Read(root, isCount: true));

    public void WriteRequest(ChatRequest request, in TargetTraits target, Omissions omissions, IBufferWriter<byte> output) =>
        RequestWriter.Write(request, target, omissions, output);

    public ChatAnswer? ReadAnswer(ReadOnlySpan<byte> body) => AnswerDocument.Read(body, AnswerReader.Read);

    public void WriteAnswer(ChatAnswer answer, in AnswerTraits traits, IBufferWriter<byte> output) => AnswerWriter.Write(answer, traits, output);

    public IChatStreamReader NewStreamReader() => new MessageStreamReader();

    public IChatStreamWriter NewStreamWriter(in AnswerTraits traits) => new MessageStreamWriter(traits);
}
