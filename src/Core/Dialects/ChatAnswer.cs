using System.Text.Json;

namespace AiGateway.Core.Dialects;

/// <summary>A whole answer of a model.</summary>
public sealed record ChatAnswer
{
    /// <summary>The provider's id of it; null where it gave none.</summary>
    public string? Id { get; init; }

    /// <summary>The provider's name of the model; null where it gave none.</summary>
    public string? Model { get; init; }

    /// <summary>Unix time in seconds; null where the dialect does not say.</summary>
    public long? Created { get; init; }

    public IReadOnlyList<ChatChoice> Choices { get; init; } = [];

    public ChatUsage? Usage { get; init; }

    public string? ServiceTier { get; init; }
}

/// <summary>One of the answers to a request; most requests want one.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Parts">Reasoning, text, refusals, images and calls of tools, in order.</param>
/// <param name="Finish">Why it ended.</param>
public sealed record ChatChoice(int Index, IReadOnlyList<ContentPart> Parts, FinishReason Finish)
{
    /// <summary>The stop sequence that ended it, where the dialect says so.</summary>
    public string? StopSequence { get; init; }

    /// <summary>As OpenAI writes <c>logprobs</c> of a chat; null without any.</summary>
    public JsonElement? Logprobs { get; init; }
}

/// <summary>Why an answer ended.</summary>
public enum FinishReason
{
    /// <summary>It was said, or a stop sequence was met.</summary>
    Stop,

    /// <summary>The cap on output tokens, or the end of the context.</summary>
    Length,

    /// <summary>The model waits for what its calls return.</summary>
    ToolCalls,

    /// <summary>Refused or cut for its content.</summary>
    ContentFilter,
}
