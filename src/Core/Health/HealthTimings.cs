namespace AiGateway.Core.Health;

/// <summary>How long a key stays out, milliseconds.</summary>
internal static class HealthTimings
{
    public const long ProbeDeadlineMs = 15_000;

    /// <summary>Circuits stay open no longer than this, whatever the provider asks.</summary>
    public const long LongestOpenMs = 300_000;

    /// <summary>A key that is healthy for so long is forgiven one opening of its circuit.</summary>
    public const long ForgivenessMs = 60_000;

    public const long ModelUnavailableMs = 300_000;

    /// <summary>
    /// Calls under way when a key was throttled report the same limit again, a moment later each. Only a change of at
    /// least this much is worth telling every edge.
    /// </summary>
    public const long NoticeableMs = 1_000;

    /// <summary>More openings than this make no difference.</summary>
    public const int MostOpenings = 10;

    private const long FirstOpenMs = 2_000;
    private const long FirstThrottleMs = 1_000;
    private const long LongestThrottleMs = 60_000;
    private const long VerificationMs = 2_000;
    private const long FirstParkMs = 15 * 60_000;
    private const long LongestParkMs = 6 * 3_600_000;
    private const long InconclusiveMs = 30_000;

    /// <summary>Between half and all of 2 s × 2ⁿ, so that keys that failed together do not come back together.</summary>
    public static long Open(int openings, double random, long? retryAfterMs) => Math.Max(
        (long)((0.5 + (0.5 * random)) * Doubled(FirstOpenMs, openings, LongestOpenMs)), Math.Min(retryAfterMs ?? 0, LongestOpenMs));

    /// <summary>For a throttle that names no time.</summary>
    public static long UnstatedThrottle(int throttles) => Doubled(FirstThrottleMs, throttles, LongestThrottleMs);

    /// <summary>Up to a tenth more, so that edges do not all come back in the same instant.</summary>
    public static long Jittered(long ms, double random) => ms + (long)(0.1 * random * ms);

    /// <summary>A refusal may be an accident of a CDN, so it is verified once at once, and then slowly.</summary>
    public static long Dead(int failedProbes) => failedProbes == 0 ? VerificationMs : Doubled(FirstParkMs, failedProbes - 1, LongestParkMs);

    public static long QuotaOut(int failedProbes) => Doubled(FirstParkMs, failedProbes, LongestParkMs);

    /// <summary>After a probe that failed for reasons that say nothing of the key.</summary>
    public static long Inconclusive(long? retryAfterMs) => Math.Max(InconclusiveMs, retryAfterMs ?? 0);

    private static long Doubled(long first, int times, long longest) => Math.Min(longest, first << Math.Clamp(times, 0, 20));
}
