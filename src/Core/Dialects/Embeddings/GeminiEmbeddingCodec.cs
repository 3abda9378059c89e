using System.Buffers;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Embeddings;

/// <summary>
/// Google's <c>embedContent</c> and <c>batchEmbedContents</c>, of which clients use either. The model is in the address: what is read
/// has the model <c>""</c> until the caller sets it.
/// </summary>
public sealed class GeminiEmbeddingCodec : IEmbeddingCodec
{
    /// <summary><c>embedContent</c>: one text, one vector.</summary>
    public static readonly GeminiEmbeddingCodec Single = new(isBatch: false);

    /// <summary><c>batchEmbedContents</c>: any number of them. The form to ask providers in.</summary>
    public static readonly GeminiEmbeddingCodec Batch = new(isBatch: true);

    private readonly bool _isBatch;

    private GeminiEmbeddingCodec(bool isBatch) => _isBatch = isBatch;

    public string NameOf(RequestField field) => field == RequestField.User ? "user" : "content";

    public EmbeddingRequest ReadRequest(ReadOnlySpan<byte> body) => _isBatch
        ? RequestDocument.Read(body, GeminiEmbeddingReader.BatchRequest)
        : RequestDocument.Read(body, GeminiEmbeddingReader.SingleRequest);

    /// <exception cref="DialectException">Tokens, which only their own model understands; or several texts where the form takes one.</exception>
    /// <inheritdoc/>
    public void WriteRequest(EmbeddingRequest request, string model, Omissions omissions, IBufferWriter<byte> output) =>
        JsonOutput.Write(output, (request, model, omissions, _isBatch), static (json, state) =>
            GeminiEmbeddingWriter.Request(json, state.request, state.model, state.omissions, state._isBatch));

    public EmbeddingAnswer? ReadAnswer(ReadOnlySpan<byte> body) => AnswerDocument.Read(body, GeminiEmbeddingReader.Answer);

    public void WriteAnswer(EmbeddingAnswer answer, EmbeddingRequest request, IBufferWriter<byte> output) =>
        JsonOutput.Write(output, (answer, _isBatch), static (json, state) => GeminiEmbeddingWriter.Answer(json, state.answer, state._isBatch));
}
