namespace AiGateway.Edge.Upstream.Credentials;

/// <summary>A key that is shown as it is, in a header. Its value is built once for all calls.</summary>
internal sealed class HeaderCredential(string name, string value) : Credential
{
    public static HeaderCredential Bearer(string secret) => new("Authorization", "Bearer " + secret);

    public override ValueTask Present(HttpRequestMessage request, ReadOnlyMemory<byte> body, CredentialSources sources, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation(name, value);
        return default;
    }
}
