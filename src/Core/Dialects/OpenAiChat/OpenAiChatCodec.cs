using System.Buffers;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>OpenAI's chat completions, as OpenAI and those who are compatible with it speak them.</summary>
public sealed class OpenAiChatCodec : IChatCodec
{
    public static readonly OpenAiChatCodec Instance = new();

    private OpenAiChatCodec()
    {
    }

    public Dialect Dialect => Dialect.OpenAiChat;

    public string NameOf(RequestField field) => FieldNames.Of(field);

    public ChatRequest ReadRequest(ReadOnlySpan<byte> body) => RequestDocument.Read(body, RequestReader.Read);

    public void WriteRequest(ChatRequest request, in TargetTraits target, Omissions omissions, IBufferWriter<byte> output) =>
        RequestWriter.Write(request, target, omissions, output);

    public ChatAnswer? ReadAnswer(ReadOnlySpan<byte> body) => AnswerDocument.Read(body, AnswerReader.Read);

    public void WriteAnswer(ChatAnswer answer, in AnswerTraits traits, IBufferWriter<byte> output) => AnswerWriter.Write(answer, traits, output);

    public IChatStreamReader NewStreamReader() => new ChatStreamReader();

    public IChatStreamWriter NewStreamWriter(in AnswerTraits traits) => new ChatStreamWriter(traits);
}
