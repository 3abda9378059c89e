using System.Buffers;

namespace AiGateway.Core.Dialects.Embeddings;

/// <summary>One dialect of asking for vectors, both ways. Pure and without state.</summary>
public interface IEmbeddingCodec : IRequestNames
{
    /// <summary>Reads a client's request.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <exception cref="DialectException">It is no request of this dialect.</exception>
    EmbeddingRequest ReadRequest(ReadOnlySpan<byte> body);

    /// <summary>Writes a provider's request.</summary>
    /// <param name="model">The provider's name for the model.</param>
    /// <param name="omissions">Takes what the dialect has no word for.</param>
    /// <exception cref="DialectException">Something in it cannot be said in this dialect.</exception>
    void WriteRequest(EmbeddingRequest request, string model, Omissions omissions, IBufferWriter<byte> output);

    /// <summary>Reads a provider's answer; null when it is none.</summary>
    EmbeddingAnswer? ReadAnswer(ReadOnlySpan<byte> body);

    /// <summary>Writes a client's answer.</summary>
    /// <param name="request">What was asked, by the client's name for the model.</param>
    void WriteAnswer(EmbeddingAnswer answer, EmbeddingRequest request, IBufferWriter<byte> output);
}
