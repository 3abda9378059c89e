using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Api.Gemini;

/// <summary>Paths of Google's API: <c>models/{model}:{method}</c>. A model's name may hold slashes and colons; the method stands behind the last.</summary>
/// <param name="Model">Unescaped; empty for the list of models.</param>
/// <param name="Method">Such as <c>generateContent</c>; empty when the model itself is asked for.</param>
internal readonly record struct GeminiPath(string Model, string Method)
{
    private const string Beta = "/v1beta/models";
    private const string Stable = "/models/";

    /// <param name="path">As <see cref="DataPath.Normalize"/> leaves it: <c>/v1</c> is gone, <c>/v1beta</c> is not.</param>
    /// <param name="found">What it says.</param>
    /// <returns>False for a path of another dialect: without <c>/v1beta</c> only one with a method of Google's is Google's.</returns>
    public static bool TryRead(string path, out GeminiPath found)
    {
        found = default;
        if (path.StartsWith(Beta, StringComparison.Ordinal) && (path.Length == Beta.Length || path[Beta.Length] == '/'))
            found = Split(path.Length == Beta.Length ? "" : path[(Beta.Length + 1)..]);
        else if (path.StartsWith(Stable, StringComparison.Ordinal) && Split(path[Stable.Length..]) is { Method.Length: > 0 } named && IsMethod(named.Method))
            found = named;
        else
            return false;
        return true;
    }

    /// <summary>What it says of a call.</summary>
    /// <param name="query">Of the request: <c>alt=sse</c> asks for events in place of a list.</param>
    public PathModel Call(IQueryCollection query)
    {
        var stream = Method == "streamGenerateContent";
        return new PathModel(Model, stream) { AsList = stream && query["alt"] != "sse" };
    }

    private static GeminiPath Split(string rest)
    {
        var colon = rest.LastIndexOf(':');
        return colon >= 0 && IsMethod(rest[(colon + 1)..])
            ? new GeminiPath(Uri.UnescapeDataString(rest[..colon]), rest[(colon + 1)..])
            : new GeminiPath(Uri.UnescapeDataString(rest), "");
    }

    private static bool IsMethod(string name) => name is "generateContent" or "streamGenerateContent" or "countTokens" or "embedContent" or "batchEmbedContents";
}
