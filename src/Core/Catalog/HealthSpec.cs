namespace AiGateway.Core.Catalog;

/// <summary>How a provider's failures are judged, where what is usual does not fit.</summary>
public sealed record HealthSpec
{
    /// <summary>What the provider's errors mean where that differs from what they usually do; the first that fits counts.</summary>
    public IReadOnlyList<ErrorMeaningSpec> Errors { get; init; } = [];
}
