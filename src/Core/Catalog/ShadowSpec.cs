namespace AiGateway.Core.Catalog;

/// <summary>
/// A model that gets copies of another's calls, to be compared with it. Nobody sees what it answers, and calls of consumers that
/// did not consent (<see cref="ConsumerSpec.Shadow"/>) are not copied.
/// </summary>
public sealed record ShadowSpec
{
    /// <summary>Id of a provider in the same catalog.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's name for the model; <c>*</c> under a pattern model stands for what the caller's name had there.</summary>
    public required string Model { get; init; }

    /// <summary>How many of the calls that may be copied are, 0.01–100 with at most two decimals.</summary>
    public double Percent { get; init; } = 100;

    /// <summary>What the copies may use, over all edges; null for no limit. Consumers' limits have no part in it.</summary>
    public LimitSpec? Limits { get; init; }

    /// <summary>Copies that wait at one edge, 1–10,000; further ones are dropped.</summary>
    public int MaxQueued { get; init; } = 100;

    /// <summary>Until a copy's answer is whole, 100–3,600,000 milliseconds.</summary>
    public int TimeoutMs { get; init; } = 120_000;
}
