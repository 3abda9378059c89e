using System.Text;
using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Presets;
using AiGateway.Core.Credentials;

namespace AiGateway.Edge.Upstream.Credentials;

/// <summary>How each kind of provider wants to be shown a key.</summary>
internal static class Credentials
{
    public static Credential Of(ProviderTraits provider, string secret) => provider.Kind switch
    {
        ProviderKind.Azure => new HeaderCredential("api-key", secret),
        ProviderKind.Anthropic => new HeaderCredential("x-api-key", secret),
        ProviderKind.Gemini => new HeaderCredential("x-goog-api-key", secret),
        ProviderKind.Vertex when GoogleServiceAccount.Read(Encoding.UTF8.GetBytes(secret), out _) is { } account => new GoogleCredential(account),
        ProviderKind.Bedrock when AwsCredential.Read(secret) is { } keys => new AwsCredential(keys, provider.Region!),
        _ => HeaderCredential.Bearer(secret),
    };
}
