namespace AiGateway.Core.Usage;

/// <summary>Tokens of one call, as the provider reported them or as the gateway estimated them.</summary>
/// <param name="Prompt">All input tokens, cached ones included.</param>
/// <param name="Completion">All output tokens, reasoning included.</param>
/// <param name="Cached">The part of <paramref name="Prompt"/> read from the provider's cache.</param>
/// <param name="Reasoning">The part of <paramref name="Completion"/> spent on reasoning.</param>
/// <param name="Estimated">True when the provider sent no figures, or the call ended before it could.</param>
public readonly record struct TokenUsage(long Prompt, long Completion, long Cached, long Reasoning, bool Estimated)
{
    public long Total => Prompt + Completion;

    /// <summary>Those of two attempts at one answer.</summary>
    public TokenUsage And(TokenUsage other) => new(
        Prompt + other.Prompt, Completion + other.Completion, Cached + other.Cached, Reasoning + other.Reasoning, Estimated || other.Estimated);
}
