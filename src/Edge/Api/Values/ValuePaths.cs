using System.Text.Json;
using AiGateway.Core.Dialects;

namespace AiGateway.Edge.Api.Values;

/// <summary>Where a dialect has the values of a request; null where it has no such thing.</summary>
internal sealed class ValuePaths
{
    private static readonly ValuePaths Chat = new()
    {
        Temperature = new("temperature"),
        TopP = new("top_p"),
        ReasoningEffort = new("reasoning_effort"),
        ServiceTier = new("service_tier"),
    };

    private static readonly ValuePaths Responses = new()
    {
        Owner = new("reasoning"),
        Temperature = new("temperature"),
        TopP = new("top_p"),
        ReasoningEffort = new("effort", isOwned: true),
        ServiceTier = new("service_tier"),
    };

    private static readonly ValuePaths Completions = new()
    {
        Temperature = new("temperature"),
        TopP = new("top_p"),
    };

    private static readonly ValuePaths Anthropic = new()
    {
        Owner = new("output_config"),
        Temperature = new("temperature"),
        TopP = new("top_p"),
        ReasoningEffort = new("effort", isOwned: true),
        Thinking = new("thinking"),
        ServiceTier = new("service_tier"),
    };

    private static readonly ValuePaths Gemini = new()
    {
        Owner = new("generationConfig"),
        Temperature = new("temperature", isOwned: true),
        TopP = new("topP", isOwned: true),
        Thinking = new("thinkingConfig", isOwned: true),
        ServiceTier = new("serviceTier"),
        MaxOutputTokens = new("maxOutputTokens", isOwned: true),
    };

    /// <summary>The object at the top that holds some of them; null where all stand at the top.</summary>
    public ValueName? Owner { get; private init; }

    public required ValueName Temperature { get; init; }

    public required ValueName TopP { get; init; }

    public ValueName? ReasoningEffort { get; private init; }

    /// <summary>An object that says how much is to be thought, where an effort alone does not.</summary>
    public ValueName? Thinking { get; private init; }

    public ValueName? ServiceTier { get; private init; }

    /// <summary>Only where it shares its object with others: what is added to an object has to be added at once.</summary>
    public ValueName? MaxOutputTokens { get; private init; }

    public static ValuePaths Of(Dialect dialect) => dialect switch
    {
        Dialect.OpenAiResponses => Responses,
        Dialect.OpenAiCompletions => Completions,
        Dialect.Anthropic => Anthropic,
        Dialect.Gemini => Gemini,
        _ => Chat,
    };

    /// <summary>Which of them the reader stands at; null for none.</summary>
    public ValueName? At(ref readonly Utf8JsonReader json, bool inOwner)
    {
        foreach (var name in (ReadOnlySpan<ValueName?>)[Temperature, TopP, ReasoningEffort, Thinking, ServiceTier, MaxOutputTokens])
        {
            if (name is not null && name.IsOwned == inOwner && name.IsAt(in json))
                return name;
        }

        return null;
    }
}
