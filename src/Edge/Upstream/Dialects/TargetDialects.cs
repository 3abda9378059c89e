using AiGateway.Core.Catalog;
using AiGateway.Core.Dialects;
using AiGateway.Edge.Api;
using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Upstream.Dialects;

/// <summary>In which dialect a provider is asked for a chat: the caller's own where it speaks that, so that bytes can pass.</summary>
internal static class TargetDialects
{
    /// <returns>Null for what is no chat.</returns>
    public static Dialect? Of(Operation operation, ProviderEntry provider) => operation.ChatDialect() is not { } asked ? null : provider.Kind switch
    {
        ProviderKind.Anthropic or ProviderKind.Gemini or ProviderKind.Vertex or ProviderKind.Bedrock => ChatDialects.Spoken(provider.Kind),
        _ when asked is Dialect.OpenAiResponses or Dialect.OpenAiCompletions && provider.Traits.Serves.Contains(operation.Provided()) => asked,
        _ => provider.Traits.Serves.Contains(ProviderOperation.Chat) ? Dialect.OpenAiChat : Dialect.OpenAiResponses,
    };

    /// <summary>Whether the caller's words have to be put into others for it.</summary>
    public static bool Translates(Operation operation, ProviderEntry provider) => Of(operation, provider) != operation.ChatDialect();
}
