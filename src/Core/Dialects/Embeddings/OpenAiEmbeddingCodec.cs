using System.Buffers;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Embeddings;

/// <summary>OpenAI's <c>embeddings</c>.</summary>
public sealed class OpenAiEmbeddingCodec : IEmbeddingCodec
{
    public static readonly OpenAiEmbeddingCodec Instance = new();

    private OpenAiEmbeddingCodec()
    {
    }

    public string NameOf(RequestField field) => field == RequestField.User ? "user" : "input";

    public EmbeddingRequest ReadRequest(ReadOnlySpan<byte> body) => RequestDocument.Read(body, OpenAiEmbeddingReader.Request);

    public void WriteRequest(EmbeddingRequest request, string model, Omissions omissions, IBufferWriter<byte> output) =>
        JsonOutput.Write(output, (request, model, omissions), static (json, state) => OpenAiEmbeddingWriter.Request(json, state.request, state.model, state.omissions));

    public EmbeddingAnswer? ReadAnswer(ReadOnlySpan<byte> body) => AnswerDocument.Read(body, OpenAiEmbeddingReader.Answer);

    public void WriteAnswer(EmbeddingAnswer answer, EmbeddingRequest request, IBufferWriter<byte> output) =>
        JsonOutput.Write(output, (answer, request), static (json, state) => OpenAiEmbeddingWriter.Answer(json, state.answer, state.request));
}
