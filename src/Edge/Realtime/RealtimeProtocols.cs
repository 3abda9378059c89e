namespace AiGateway.Edge.Realtime;

/// <summary>
/// What a browser can say in a handshake. It cannot set headers, so its key stands among the protocols it offers; of those the
/// one that is meant as a protocol is answered with.
/// </summary>
internal static class RealtimeProtocols
{
    public const string Realtime = "realtime";

    private const string Bearer = "Bearer ";

    private const string KeyPrefix = "openai-insecure-api-key.";

    /// <summary>The key among the protocols; null without one.</summary>
    private static string? Key(HttpContext http)
    {
        foreach (var offered in http.WebSockets.WebSocketRequestedProtocols)
        {
            if (offered.StartsWith(KeyPrefix, StringComparison.Ordinal) && offered.Length > KeyPrefix.Length)
                return offered[KeyPrefix.Length..];
        }
        return null;
    }

    /// <summary>
    /// The key of a handshake that has none among its headers: among the protocols, or in the address, where Azure's clients put
    /// it when they run in a browser.
    /// </summary>
    public static string? Presented(HttpContext http)
    {
        if (Key(http) is { } offered)
            return offered;
        var query = http.Request.Query;
        if (query["api-key"] is [{ Length: > 0 } key])
            return key;
        return query["Authorization"] is [{ } authorization] && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..].Trim()
            : null;
    }

    /// <summary>What to answer with: a browser ends a connection whose answer it did not offer.</summary>
    public static string? Answer(HttpContext http) => http.WebSockets.WebSocketRequestedProtocols.Contains(Realtime) ? Realtime : null;
}
