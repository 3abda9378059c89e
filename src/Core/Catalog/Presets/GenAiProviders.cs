using System.Collections.Frozen;

namespace AiGateway.Core.Catalog.Presets;

/// <summary>
/// What telemetry calls providers: the well-known values of <c>gen_ai.provider.name</c> in OpenTelemetry's semantic conventions,
/// <see href="https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-spans.md">v1.41.1</see>.
/// </summary>
public static class GenAiProviders
{
    private static readonly FrozenDictionary<string, string> ByPreset = new Dictionary<string, string>
    {
        ["anthropic"] = "anthropic",
        ["azure"] = "azure.ai.openai",
        ["bedrock"] = "aws.bedrock",
        ["bedrock-openai"] = "aws.bedrock",
        ["cohere"] = "cohere",
        ["deepseek"] = "deepseek",
        ["deepseek-anthropic"] = "deepseek",
        ["gemini"] = "gcp.gemini",
        ["gemini-openai"] = "gcp.gemini",
        ["groq"] = "groq",
        ["mistral"] = "mistral_ai",
        ["openai"] = "openai",
        ["perplexity"] = "perplexity",
        ["vertex"] = "gcp.vertex_ai",
        ["xai"] = "x_ai",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The well-known name of its preset, without one that of its kind, and where there is none its own id: many speak as OpenAI does.</summary>
    /// <param name="spec">A provider the catalog's rules find nothing wrong with.</param>
    public static string NameOf(ProviderSpec spec)
    {
        if (!string.IsNullOrEmpty(spec.Preset))
            return ByPreset.GetValueOrDefault(spec.Preset, spec.Id);
        return spec.Kind switch
        {
            ProviderKind.Azure => "azure.ai.openai",
            ProviderKind.Anthropic => "anthropic",
            ProviderKind.Gemini => "gcp.gemini",
            ProviderKind.Vertex => "gcp.vertex_ai",
            ProviderKind.Bedrock => "aws.bedrock",
            _ => IsOpenAi(spec.BaseUrl) ? "openai" : spec.Id,
        };
    }

    private static bool IsOpenAi(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Host.Equals("api.openai.com", StringComparison.OrdinalIgnoreCase);
}
