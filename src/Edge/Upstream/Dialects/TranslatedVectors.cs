using System.Buffers;
using AiGateway.Core.Dialects.Embeddings;
using AiGateway.Core.Usage;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Upstream.Dialects;

/// <summary>Reads vectors in the provider's dialect and writes them in the client's.</summary>
/// <param name="provider">Of the provider's dialect.</param>
/// <param name="client">Of the client's.</param>
/// <param name="request">What was asked, by the client's name for the model.</param>
internal sealed class TranslatedVectors(IEmbeddingCodec provider, IEmbeddingCodec client, EmbeddingRequest request) : IAnswerEdit
{
    private EmbeddingAnswer? _answer;

    public TokenUsage? Usage => _answer?.Usage?.Tokens;

    public ContentLog Content { get; } = new();

    public List<PinnedThing>? Made => null;

    public AnswerKind Read(ReadOnlySpan<byte> body)
    {
        _answer = provider.ReadAnswer(body);
        if (_answer is null)
            return body.TrimStart(" \r\n\t"u8) is [(byte)'{' or (byte)'[', ..] ? AnswerKind.Error : AnswerKind.Malformed;
        // A vector too few would be taken for another text's.
        return _answer.Vectors.Count == request.Inputs.Count ? AnswerKind.Answer : AnswerKind.GaveUp;
    }

    public void WriteTo(ReadOnlySpan<byte> body, IBufferWriter<byte> output) => client.WriteAnswer(_answer!, request, output);

    public void Dispose() => Content.Dispose();
}
