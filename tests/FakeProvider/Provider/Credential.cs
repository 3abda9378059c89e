namespace AiGateway.FakeProvider.Provider;

/// <summary>Where a caller's key may be.</summary>
internal static class Credential
{
    private const string Bearer = "Bearer ";
    private static readonly string[] KeyHeaders = ["api-key", "x-api-key", "x-goog-api-key"];

    public static string? From(IHeaderDictionary headers)
    {
        var authorization = headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization[Bearer.Length..];
        return KeyHeaders.Select(name => headers[name].ToString()).FirstOrDefault(value => value.Length > 0);
    }
}
