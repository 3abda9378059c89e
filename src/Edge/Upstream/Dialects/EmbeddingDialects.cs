using AiGateway.Core.Catalog;
using AiGateway.Core.Dialects.Embeddings;
using AiGateway.Edge.Api;
using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Upstream.Dialects;

/// <summary>Who speaks how when texts are to become vectors.</summary>
internal static class EmbeddingDialects
{
    public static IEmbeddingCodec OfCaller(Operation operation) => operation switch
    {
        Operation.EmbedContent => GeminiEmbeddingCodec.Single,
        Operation.BatchEmbedContents => GeminiEmbeddingCodec.Batch,
        _ => OpenAiEmbeddingCodec.Instance,
    };

    public static IEmbeddingCodec OfProvider(ProviderEntry provider) => provider.Kind == ProviderKind.Gemini ? GeminiEmbeddingCodec.Batch : OpenAiEmbeddingCodec.Instance;

    /// <summary>Google's requests name the model within, so that no bytes of theirs pass as they are.</summary>
    public static bool Translates(Operation operation, ProviderEntry provider) => operation.Embeds() && !(operation == Operation.Embeddings && provider.Kind != ProviderKind.Gemini);
}
