using AiGateway.Core.Credentials;

namespace AiGateway.Edge.Upstream.Credentials;

/// <summary>Signs each request to Amazon, body and all.</summary>
internal sealed class AwsCredential(AwsCredentials keys, string region) : Credential
{
    private const string Service = "bedrock";
    private const int ShortestId = 8;

    /// <summary>Reads <c>ACCESS_KEY_ID:SECRET_ACCESS_KEY</c>, with <c>:SESSION_TOKEN</c> behind it for temporary ones.</summary>
    /// <returns>Null for anything else, such as one of Bedrock's own API keys.</returns>
    public static AwsCredentials? Read(string secret)
    {
        var parts = secret.Split(':', 3);
        return parts.Length >= 2 && parts[0].Length >= ShortestId && parts[0].All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)) && parts[1].Length > 0
            ? new AwsCredentials(parts[0], parts[1], parts.Length == 3 ? parts[2] : null)
            : null;
    }

    public override ValueTask Present(HttpRequestMessage request, ReadOnlyMemory<byte> body, CredentialSources sources, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        // The host alone is signed: whatever else a proxy on the way may change.
        var signed = new SigV4Request(
            request.Method.Method, address.AbsolutePath, address.Query, [new("host", address.IsDefaultPort ? address.Host : address.Authority)], SigV4Signer.HashOf(body.Span));
        var signature = SigV4Signer.Sign(signed, keys, region, Service, sources.Time.GetUtcNow());
        request.Headers.TryAddWithoutValidation("Authorization", signature.Authorization);
        request.Headers.TryAddWithoutValidation("x-amz-date", signature.Date);
        if (signature.SecurityToken is { } token)
            request.Headers.TryAddWithoutValidation("x-amz-security-token", token);
        return default;
    }
}
