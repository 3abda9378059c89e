using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Upstream.Credentials;

/// <summary>How each kind of provider wants to be shown a key.</summary>
internal static class Credentials
{
    public static Credential Of(ProviderKind kind, string secret) => kind switch
    {
        ProviderKind.Azure => new HeaderCredential("api-key", secret),
        ProviderKind.Anthropic => new HeaderCredential("x-api-key", secret),
        ProviderKind.Gemini => new HeaderCredential("x-goog-api-key", secret),
        _ => HeaderCredential.Bearer(secret),
    };
}
