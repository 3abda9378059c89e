namespace AiGateway.Edge.Upstream.Credentials;

/// <summary>What credentials that are made anew for each call, or each hour, are made from.</summary>
/// <param name="Time">Signatures hold the time.</param>
/// <param name="Google">Tokens of service accounts.</param>
internal sealed record CredentialSources(TimeProvider Time, GoogleTokens Google);
