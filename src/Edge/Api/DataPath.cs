namespace AiGateway.Edge.Api;

/// <summary>Clients disagree about base addresses: with or without <c>/v1</c>, twice, with a provider's own prefix, with a doubled or a trailing slash. All mean the same.</summary>
internal static class DataPath
{
    private static readonly string[] Prefixes = ["/openai/v1/", "/v1beta/openai/", "/anthropic/"];

    public static string Normalize(string? path)
    {
        if (string.IsNullOrEmpty(path))
            return "/";
        while (path.Contains("//", StringComparison.Ordinal))
            path = path.Replace("//", "/", StringComparison.Ordinal);
        if (path.Length > 1 && path[^1] == '/')
            path = path[..^1];
        foreach (var prefix in Prefixes)
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal))
                path = path[(prefix.Length - 1)..];
        }
        while (path.StartsWith("/v1/", StringComparison.Ordinal))
            path = path[3..];
        return path;
    }
}
