using System.Net.Http.Headers;

namespace AiGateway.Edge.Upstream;

/// <summary>Anthropic refuses calls that do not say which version of its API they mean.</summary>
internal static class AnthropicHeaders
{
    private const string Version = "anthropic-version";

    /// <summary>The version whose form the translation writes.</summary>
    private const string Known = "2023-06-01";

    /// <param name="caller">The caller's request.</param>
    /// <param name="passes">True when the caller's own body goes through: it then means what its headers say.</param>
    /// <param name="headers">Of the provider's request.</param>
    public static void Add(HttpRequest caller, bool passes, HttpRequestHeaders headers)
    {
        if (!passes || !AttemptTransformer.Forward(caller, Version, headers))
            AddKnown(headers);
        if (passes)
            AttemptTransformer.Forward(caller, "anthropic-beta", headers);
    }

    public static void AddKnown(HttpRequestHeaders headers) => headers.TryAddWithoutValidation(Version, Known);
}
