namespace AiGateway.FakeProvider.Provider;

/// <summary>Where a caller's key may be.</summary>
internal static class Credential
{
    private const string Bearer = "Bearer ";
    private const string Signed = "AWS4-HMAC-SHA256 Credential=";
    private const string Subprotocol = "openai-insecure-api-key.";
    private static readonly string[] KeyHeaders = ["api-key", "x-api-key", "x-goog-api-key"];
    private static readonly string[] KeyQueries = ["key", "api-key"];

    public static string? From(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization[Bearer.Length..];
        if (authorization.StartsWith(Signed, StringComparison.Ordinal))
            return authorization[Signed.Length..].Split('/')[0];
        return KeyHeaders.Select(name => request.Headers[name].ToString())
            .Concat(KeyQueries.Select(name => request.Query[name].ToString()))
            .Concat(request.Headers.SecWebSocketProtocol.ToString().Split(',').Select(InSubprotocol))
            .FirstOrDefault(value => value.Length > 0);
    }

    private static string InSubprotocol(string offered) =>
        offered.Trim() is var name && name.StartsWith(Subprotocol, StringComparison.Ordinal) ? name[Subprotocol.Length..] : "";
}
