using AiGateway.Core.Credentials;

namespace AiGateway.Edge.Upstream.Credentials;

/// <summary>Shows a token that Google gave for a service account.</summary>
internal sealed class GoogleCredential(GoogleServiceAccount account) : Credential
{
    public override async ValueTask Present(HttpRequestMessage request, ReadOnlyMemory<byte> body, CredentialSources sources, CancellationToken cancellationToken) =>
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + await sources.Google.Get(account, cancellationToken));
}
