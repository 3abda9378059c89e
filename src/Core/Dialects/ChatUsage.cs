using AiGateway.Core.Usage;

namespace AiGateway.Core.Dialects;

/// <summary>Tokens of an answer, as OpenAI counts them whatever dialect they came in.</summary>
/// <param name="Prompt">All input tokens: those read from a cache and written to one included.</param>
/// <param name="Completion">All output tokens, reasoning included.</param>
public sealed record ChatUsage(long Prompt, long Completion)
{
    /// <summary>The part of <see cref="Prompt"/> read from the provider's cache.</summary>
    public long Cached { get; init; }

    /// <summary>The part of <see cref="Prompt"/> written to it.</summary>
    public long CacheWritten { get; init; }

    /// <summary>The part of <see cref="Completion"/> spent on reasoning.</summary>
    public long Reasoning { get; init; }

    public long Total => Prompt + Completion;

    public TokenUsage Tokens => new(Prompt, Completion, Math.Min(Cached, Prompt), Math.Min(Reasoning, Completion), Estimated: false);
}
