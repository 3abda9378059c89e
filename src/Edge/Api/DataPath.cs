namespace AiGateway.Edge.Api;

/// <summary>Clients disagree about base addresses: with or without <c>/v1</c>, with a doubled or a trailing slash. All mean the same.</summary>
internal static class DataPath
{
    public static string Normalize(string? path)
    {
        if (string.IsNullOrEmpty(path))
            return "/";
        while (path.Contains("//", StringComparison.Ordinal))
            path = path.Replace("//", "/", StringComparison.Ordinal);
        if (path.Length > 1 && path[^1] == '/')
            path = path[..^1];
        return path.StartsWith("/v1/", StringComparison.Ordinal) ? path[3..] : path;
    }
}
