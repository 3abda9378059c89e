using System.Text.RegularExpressions;

namespace AiGateway.FakeProvider.Provider;

/// <summary>What an address says that other dialects say in the body.</summary>
internal sealed partial record Addressed(string? Model, bool? Streams, string? Operation)
{
    public static Addressed By(string path)
    {
        if (Google().Match(path) is { Success: true } google)
            return Of(google, google.Groups["op"].Value.StartsWith("stream", StringComparison.Ordinal));
        if (Amazon().Match(path) is { Success: true } amazon)
            return Of(amazon, amazon.Groups["op"].Value.EndsWith("stream", StringComparison.Ordinal));
        return Azure().Match(path) is { Success: true } azure ? Of(azure, null) : new Addressed(null, null, null);
    }

    private static Addressed Of(Match match, bool? streams) =>
        new(Uri.UnescapeDataString(match.Groups["model"].Value), streams, match.Groups["op"].Value);

    [GeneratedRegex("/(models|tunedModels)/(?<model>[^:]+):(?<op>[A-Za-z]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Google();

    [GeneratedRegex("/model/(?<model>[^/]+)/(?<op>converse|converse-stream|invoke|invoke-with-response-stream)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Amazon();

    [GeneratedRegex("/openai/deployments/(?<model>[^/]+)/(?<op>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Azure();
}
