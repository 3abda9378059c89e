using System.Buffers;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>
/// Amazon Bedrock's Converse. The model and whether to stream are said by the address, so a request read here has neither. Its
/// streams are split by <see cref="EventStreamFraming"/>, whose names and payloads the stream reader takes.
/// </summary>
public sealed class BedrockCodec : IChatCodec
{
    public static readonly BedrockCodec Instance = new();

    public Dialect Dialect => Dialect.Bedrock;

    public string NameOf(RequestField field) => BedrockNames.Of(field);

    public ChatRequest ReadRequest(ReadOnlySpan<byte> body) => BedrockRequestReader.Read(body);

    public void WriteRequest(ChatRequest request, in TargetTraits target, Omissions omissions, IBufferWriter<byte> output) =>
        BedrockRequestWriter.Write(request, target, omissions, output);

    public ChatAnswer? ReadAnswer(ReadOnlySpan<byte> body) => BedrockAnswerReader.Read(body);

    public void WriteAnswer(ChatAnswer answer, in AnswerTraits traits, IBufferWriter<byte> output) => BedrockAnswerWriter.Write(answer, output);

    public IChatStreamReader NewStreamReader() => new BedrockStreamReader();

    /// <summary>No client speaks this dialect to the gateway.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public IChatStreamWriter NewStreamWriter(in AnswerTraits traits) =>
        throw new NotSupportedException("Bedrock's event stream is read from providers; it is not written to clients.");
}
