using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Limits.Simulation;

/// <summary>What a simulated cluster is like. Rates are per second, probabilities 0–1.</summary>
internal sealed record WorldOptions
{
    public required LimitSpec Limits { get; init; }

    public int Edges { get; init; } = 3;

    /// <summary>Calls of all edges together.</summary>
    public double CallsPerSecond { get; init; } = 20;

    public int MaxTokens { get; init; } = 1_000;

    public int MaxCallMs { get; init; } = 3_000;

    public double Loss { get; init; }

    public double Duplication { get; init; }

    /// <summary>Messages that take up to three seconds in place of milliseconds.</summary>
    public double Straggling { get; init; }

    public double DeathsPerSecond { get; init; }

    public double PartitionsPerSecond { get; init; }

    public double LimitChangesPerSecond { get; init; }

    public double OwnerRestartsPerSecond { get; init; }

    public double ClockStepsPerSecond { get; init; }

    /// <summary>Edges' clocks run this much faster or slower at most.</summary>
    public double Drift { get; init; }

    public long DurationMs { get; init; } = 150_000;

    /// <summary>The owner's clock at the start.</summary>
    public long StartUnixMs { get; init; } = Bench.Noon;
}
