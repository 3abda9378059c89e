using AiGateway.Core.Credentials;

namespace AiGateway.Edge.Upstream.Credentials;

/// <summary>Shows a token that Google gave for a service account.</summary>
internal sealed class GoogleCredential(GoogleServiceAccount account) : Credential
{
    public override ValueTask Present(HttpRequestMessage request, ReadOnlyMemory<byte> body, CredentialSources sources, CancellationToken cancellationToken)
    {
        var token = sources.Google.Get(account, cancellationToken);
        if (!token.IsCompletedSuccessfully)
            return Wait(request, token);
        Show(request, token.Result);
        return default;
    }

    private static async ValueTask Wait(HttpRequestMessage request, ValueTask<string> token) => Show(request, await token);

    private static void Show(HttpRequestMessage request, string token) => request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
}
