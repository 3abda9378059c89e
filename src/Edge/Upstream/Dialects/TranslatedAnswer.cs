using System.Buffers;
using AiGateway.Core.Dialects;

namespace AiGateway.Edge.Upstream.Dialects;

/// <summary>Reads an answer in the provider's dialect and writes it in the client's.</summary>
internal sealed class TranslatedAnswer(IProviderCodec provider, IClientCodec client, AnswerTraits traits) : ChatEdit(provider)
{
    public override void WriteTo(ReadOnlySpan<byte> body, IBufferWriter<byte> output) => client.WriteAnswer(Answer!, traits, output);
}
