using AiGateway.Core.Catalog;
using AiGateway.Core.Dialects;

namespace AiGateway.Edge.Upstream.Dialects;

/// <summary>The dialect that a kind of provider was made for.</summary>
internal static class ChatDialects
{
    public static Dialect Spoken(ProviderKind kind) => kind switch
    {
        ProviderKind.Anthropic => Dialect.Anthropic,
        ProviderKind.Gemini or ProviderKind.Vertex => Dialect.Gemini,
        ProviderKind.Bedrock => Dialect.Bedrock,
        _ => Dialect.OpenAiChat,
    };
}
