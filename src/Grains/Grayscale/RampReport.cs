using AiGateway.Core.Grayscale;

namespace AiGateway.Grains.Grayscale;

/// <summary>
/// What one edge saw of a ramp since its last report. A report that comes twice counts once, by its number; one that was made
/// under another step, or for another owner, counts nothing.
/// </summary>
[GenerateSerializer, Immutable, Alias("aigw.RampReport")]
public sealed record RampReport
{
    [Id(0)] public required string EdgeId { get; init; }

    /// <summary>Unix milliseconds of the edge's start.</summary>
    [Id(1)] public long Incarnation { get; init; }

    /// <summary>Counts the reports of this start; one that was not answered keeps its number.</summary>
    [Id(2)] public long Sequence { get; init; }

    /// <summary>The status under which the calls were divided.</summary>
    [Id(3)] public long Epoch { get; init; }

    /// <summary>The same status's.</summary>
    [Id(4)] public long Version { get; init; }

    [Id(5)] public RampCounts Canary { get; init; } = new();

    [Id(6)] public RampCounts Baseline { get; init; } = new();

    /// <summary>What the catalog says of the ramp.</summary>
    [Id(7)] public required RampTerms Terms { get; init; }

    /// <summary>No key of the canary's provider can be used until somebody acts.</summary>
    [Id(8)] public bool CanaryHasNoKey { get; init; }

    /// <summary>What the edge was told of a roll-back that its newest word of the owner knows nothing of; null for nothing.</summary>
    [Id(9)] public RampStatus? RolledBack { get; init; }
}
