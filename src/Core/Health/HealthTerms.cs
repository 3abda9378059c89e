using AiGateway.Core.Catalog;

namespace AiGateway.Core.Health;

/// <summary>
/// By which numbers the health of one provider's keys and of its address is judged. It comes from the catalog with each
/// report, so that owners need not read the catalog. All times are milliseconds.
/// </summary>
public sealed record HealthTerms
{
    public static HealthTerms Default { get; } = new();

    /// <summary>The catalog's version they are from; an owner keeps the newest.</summary>
    public long Version { get; init; }

    /// <summary>Faults in a row that open a circuit, 1–1,000; an overload is half of one.</summary>
    public int ConsecutiveFailures { get; init; } = 5;

    /// <summary>Share of failed calls within ten seconds that opens it, 0.01–1.</summary>
    public double FailureRatio { get; init; } = 0.5;

    /// <summary>Calls within ten seconds below which the share says nothing, 1–100,000.</summary>
    public int MinimumCalls { get; init; } = 20;

    /// <summary>The first time a circuit stays open; doubles with each failed trial.</summary>
    public long OpenMs { get; init; } = 2_000;

    /// <summary>The longest time, whatever the provider asks.</summary>
    public long LongestOpenMs { get; init; } = 300_000;

    /// <summary>A trial that is not answered within this time has failed.</summary>
    public long ProbeDeadlineMs { get; init; } = 15_000;

    /// <summary>How long what came back by a trial takes until it bears its full share again; 0 for at once.</summary>
    public long SlowStartMs { get; init; } = 10_000;

    /// <summary>The first wait after a throttle that names no time; doubles with each.</summary>
    public long ThrottleMs { get; init; } = 1_000;

    public long LongestThrottleMs { get; init; } = 60_000;

    /// <summary>The first wait between trials of a key that is out of quota or was found dead twice; doubles with each.</summary>
    public long ParkMs { get; init; } = 15 * 60_000;

    public long LongestParkMs { get; init; } = 6 * 3_600_000;

    /// <summary>How long a key is not used for a model that it cannot be used for.</summary>
    public long ModelUnavailableMs { get; init; } = 300_000;

    /// <summary>How long an edge whose address or country is refused does without the key, or the provider.</summary>
    public long UnfitMs { get; init; } = 300_000;

    /// <param name="spec">What the catalog says of the provider; null for the defaults.</param>
    /// <param name="version">The catalog's version.</param>
    public static HealthTerms Of(HealthSpec? spec, long version) => new()
    {
        Version = version,
        ConsecutiveFailures = spec?.ConsecutiveFailures ?? Default.ConsecutiveFailures,
        FailureRatio = spec?.FailureRatio ?? Default.FailureRatio,
        MinimumCalls = spec?.MinimumCalls ?? Default.MinimumCalls,
        OpenMs = spec?.OpenMs ?? Default.OpenMs,
        LongestOpenMs = Math.Max(spec?.LongestOpenMs ?? Default.LongestOpenMs, spec?.OpenMs ?? 0),
        ProbeDeadlineMs = spec?.ProbeDeadlineMs ?? Default.ProbeDeadlineMs,
        SlowStartMs = spec?.SlowStartMs ?? Default.SlowStartMs,
        ThrottleMs = spec?.ThrottleMs ?? Default.ThrottleMs,
        LongestThrottleMs = Math.Max(spec?.LongestThrottleMs ?? Default.LongestThrottleMs, spec?.ThrottleMs ?? 0),
        ParkMs = spec?.ParkMs ?? Default.ParkMs,
        LongestParkMs = Math.Max(spec?.LongestParkMs ?? Default.LongestParkMs, spec?.ParkMs ?? 0),
        ModelUnavailableMs = spec?.ModelUnavailableMs ?? Default.ModelUnavailableMs,
        UnfitMs = spec?.UnfitMs ?? Default.UnfitMs,
    };

    /// <summary>These, unless what was told is newer.</summary>
    internal HealthTerms Or(HealthTerms? told) => told is null || told.Version < Version || told == this ? this : told;
}
