namespace AiGateway.Core.Dialects;

/// <summary>How much the model is to think before it answers.</summary>
public sealed record ReasoningRequest
{
    /// <summary><c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c> or <c>xhigh</c>; null where tokens are given, or nothing is.</summary>
    public string? Effort { get; init; }

    /// <summary>Tokens for thoughts at most; 0 for none; null where an effort is given, or nothing is.</summary>
    public int? BudgetTokens { get; init; }

    /// <summary>Whether the caller wants to see the thoughts, or their summary; null leaves it to the provider.</summary>
    public bool? Shown { get; init; }
}
