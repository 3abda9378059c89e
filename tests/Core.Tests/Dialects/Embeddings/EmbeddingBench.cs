using System.Buffers;
using System.Text;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Embeddings;

namespace AiGateway.Core.Tests.Dialects.Embeddings;

/// <summary>What the tests of embeddings share.</summary>
internal static class EmbeddingBench
{
    public static EmbeddingRequest Read(this IEmbeddingCodec codec, string json) => codec.ReadRequest(Encoding.UTF8.GetBytes(json));

    public static EmbeddingAnswer? Answer(this IEmbeddingCodec codec, string json) => codec.ReadAnswer(Encoding.UTF8.GetBytes(json));

    public static string Write(this IEmbeddingCodec codec, EmbeddingRequest request, Omissions? omissions = null)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.WriteRequest(request, "theirs", omissions ?? new Omissions(OpenAiEmbeddingCodec.Instance, "a target", strict: false), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string Write(this IEmbeddingCodec codec, EmbeddingAnswer answer, EmbeddingRequest request)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.WriteAnswer(answer, request, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
