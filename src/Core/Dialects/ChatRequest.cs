using System.Text.Json;

namespace AiGateway.Core.Dialects;

/// <summary>What a model is asked, whatever the dialect. Members are null or empty where the caller said nothing.</summary>
public sealed record ChatRequest
{
    public required string Model { get; init; }

    /// <summary>In the order in which they were said, system and developer messages where they stood.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; init; } = [];

    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    public ToolChoice? ToolChoice { get; init; }

    /// <summary>True when the caller knows OpenAI's functions of before tools only, and wants the model's call in their form.</summary>
    public bool LegacyFunctions { get; init; }

    /// <summary>False when the model may call one tool at a time only.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>Tokens of each answer at most, reasoning included.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>0–2 as OpenAI counts; 0–1 for Anthropic.</summary>
    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public int? TopK { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    public long? Seed { get; init; }

    public double? FrequencyPenalty { get; init; }

    public double? PresencePenalty { get; init; }

    /// <summary>Answers wanted, at least 1; null for one.</summary>
    public int? N { get; init; }

    /// <summary>True when the probability of each token of the answer is wanted.</summary>
    public bool Logprobs { get; init; }

    /// <summary>How many likely tokens to name at each place, 0–20.</summary>
    public int? TopLogprobs { get; init; }

    public OutputFormat? Format { get; init; }

    public ReasoningRequest? Reasoning { get; init; }

    /// <summary>An id for the end user, which providers use against abuse.</summary>
    public string? User { get; init; }

    /// <summary>As OpenAI names them: <c>auto</c>, <c>default</c>, <c>flex</c>, <c>priority</c>.</summary>
    public string? ServiceTier { get; init; }

    /// <summary><c>low</c>, <c>medium</c> or <c>high</c>.</summary>
    public string? Verbosity { get; init; }

    /// <summary>Binds calls that share the beginning of their prompt.</summary>
    public string? CacheKey { get; init; }

    /// <summary>The caller's labels, a JSON object.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>False when the caller wants nothing of it kept; null where it leaves that open, or its dialect keeps nothing.</summary>
    public bool? Store { get; init; }

    /// <summary>What the caller wants the text of each answer to begin with, which is its own prompt; null for nothing.</summary>
    public string? Echo { get; init; }

    public bool Stream { get; init; }

    /// <summary>Whether the caller wants usage in the stream, where its dialect leaves the choice.</summary>
    public bool StreamUsage { get; init; }

    /// <summary>What the caller said that this model has no word for, by the caller's own names; only a target of the same dialect can be told.</summary>
    public IReadOnlyList<UnknownField> Unknown { get; init; } = [];
}

/// <summary>Something a request holds that has no place in <see cref="ChatRequest"/>.</summary>
/// <param name="Path">By the caller's own names, such as <c>logit_bias</c> or <c>messages[2].content[0].cachePoint</c>.</param>
/// <param name="Value">Its JSON.</param>
/// <param name="IsHint">
/// True when an answer given without it is still an answer to the question asked: labels, caching, storage, priorities. A target
/// that does not know a hint goes without it; anything else it does not know is refused.
/// </param>
public sealed record UnknownField(string Path, JsonElement Value, bool IsHint);
