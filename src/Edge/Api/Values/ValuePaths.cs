using AiGateway.Core.Dialects;

namespace AiGateway.Edge.Api.Values;

/// <summary>Where each dialect has the numbers of a request; null where it has no such thing, or no simple one.</summary>
internal sealed record ValuePaths(string Temperature, string TopP, string? ReasoningEffort, string? ServiceTier)
{
    private static readonly ValuePaths Chat = new("temperature", "top_p", "reasoning_effort", "service_tier");
    private static readonly ValuePaths Responses = new("temperature", "top_p", "reasoning.effort", "service_tier");

    /// <summary>Its tiers have other names, and how much its models may think depends on which they are.</summary>
    private static readonly ValuePaths Anthropic = new("temperature", "top_p", null, null);
    private static readonly ValuePaths Gemini = new("generationConfig.temperature", "generationConfig.topP", null, null);

    public static ValuePaths Of(Dialect dialect) => dialect switch
    {
        Dialect.OpenAiResponses => Responses,
        Dialect.Anthropic => Anthropic,
        Dialect.Gemini => Gemini,
        _ => Chat,
    };
}
