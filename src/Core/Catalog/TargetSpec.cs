namespace AiGateway.Core.Catalog;

/// <summary>A provider and the name the model has there.</summary>
public sealed record TargetSpec
{
    /// <summary>Id of a provider in the same catalog.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's name for the model; <c>*</c> under a pattern model stands for what the caller's name had there.</summary>
    public required string Model { get; init; }

    /// <summary>Share of traffic relative to the other targets, 0–1,000,000; ignored in a fallback chain.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>
    /// How it goes on with a streamed answer that has broken off after its first content, here or at another target; null when it
    /// must not.
    /// </summary>
    public ContinuationStyle? Continues { get; init; }

    /// <summary>
    /// What calls may use of this target of a split; those it has no room for go to the split's other targets. Null for no limit;
    /// not for a fallback chain.
    /// </summary>
    public LimitSpec? Limits { get; init; }
}
