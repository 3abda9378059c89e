namespace AiGateway.Core.Catalog;

/// <summary>
/// How a provider's keys and its address are judged, where the defaults do not fit. Null takes the default; all times are
/// milliseconds.
/// </summary>
public sealed record HealthSpec
{
    /// <summary>Faults in a row that open a circuit, 1–1,000.</summary>
    public int? ConsecutiveFailures { get; init; }

    /// <summary>Share of failed calls within ten seconds that opens it, 0.01–1.</summary>
    public double? FailureRatio { get; init; }

    /// <summary>Calls within ten seconds from which on the share counts, 1–100,000.</summary>
    public int? MinimumCalls { get; init; }

    /// <summary>First open time of a circuit, 100–3,600,000.</summary>
    public int? OpenMs { get; init; }

    /// <summary>Longest open time, 100–86,400,000, at least <see cref="OpenMs"/>.</summary>
    public int? LongestOpenMs { get; init; }

    /// <summary>Time for the first content of a trial, 1,000–600,000.</summary>
    public int? ProbeDeadlineMs { get; init; }

    /// <summary>From a successful trial to the full share, 0–600,000.</summary>
    public int? SlowStartMs { get; init; }

    /// <summary>First wait after a throttle that names no time, 100–3,600,000.</summary>
    public int? ThrottleMs { get; init; }

    /// <summary>Longest such wait, 100–86,400,000, at least <see cref="ThrottleMs"/>.</summary>
    public int? LongestThrottleMs { get; init; }

    /// <summary>First wait between trials of a dead key or one without quota, 1,000–86,400,000.</summary>
    public int? ParkMs { get; init; }

    /// <summary>Longest such wait, 1,000–86,400,000, at least <see cref="ParkMs"/>.</summary>
    public int? LongestParkMs { get; init; }

    /// <summary>How long a key is not used for a model it lacks, 1,000–86,400,000.</summary>
    public int? ModelUnavailableMs { get; init; }

    /// <summary>How long an edge that is not let in leaves the provider alone, 1,000–86,400,000.</summary>
    public int? UnfitMs { get; init; }

    /// <summary>The provider's name of a chat model to try keys with where there is no list of models; null takes one the catalog names.</summary>
    public string? ProbeModel { get; init; }

    /// <summary>What the provider's errors mean where that differs from what they usually do; the first that fits counts.</summary>
    public IReadOnlyList<ErrorMeaningSpec> Errors { get; init; } = [];
}
