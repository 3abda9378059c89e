namespace AiGateway.Core.Health;

/// <summary>How long what failed stays out, milliseconds.</summary>
internal static class HealthTimings
{
    /// <summary>What is healthy for so long is forgiven one opening of its circuit.</summary>
    public const long ForgivenessMs = 60_000;

    /// <summary>
    /// Calls under way when a key was throttled report the same limit again, a moment later each. Only a change of at
    /// least this much is worth telling every edge.
    /// </summary>
    public const long NoticeableMs = 1_000;

    /// <summary>More openings than this make no difference.</summary>
    public const int MostOpenings = 10;

    private const long VerificationMs = 2_000;
    private const long InconclusiveMs = 30_000;

    /// <summary>Between half and all of the first time × 2ⁿ, so that keys that failed together do not come back together.</summary>
    public static long Open(HealthTerms terms, int openings, double random, long? retryAfterMs) => Math.Max(
        (long)((0.5 + (0.5 * random)) * Doubled(terms.OpenMs, openings, terms.LongestOpenMs)), Math.Min(retryAfterMs ?? 0, terms.LongestOpenMs));

    /// <summary>For a throttle that names no time.</summary>
    public static long UnstatedThrottle(HealthTerms terms, int throttles) => Doubled(terms.ThrottleMs, throttles, terms.LongestThrottleMs);

    /// <summary>Up to a tenth more, so that edges do not all come back in the same instant.</summary>
    public static long Jittered(long ms, double random) => ms + (long)(0.1 * random * ms);

    /// <summary>A refusal may be an accident of a CDN, so it is verified once at once, and then slowly.</summary>
    public static long Dead(HealthTerms terms, int failedProbes) =>
        failedProbes == 0 ? VerificationMs : Doubled(terms.ParkMs, failedProbes - 1, terms.LongestParkMs);

    public static long QuotaOut(HealthTerms terms, int failedProbes) => Doubled(terms.ParkMs, failedProbes, terms.LongestParkMs);

    /// <summary>After a probe that failed for reasons that say nothing of the key.</summary>
    public static long Inconclusive(long? retryAfterMs) => Math.Max(InconclusiveMs, retryAfterMs ?? 0);

    /// <summary>What is left of the openings after a time in health.</summary>
    public static int Forgiven(int openings, long healthyMs) => (int)Math.Max(0, openings - (Math.Max(0, healthyMs) / ForgivenessMs));

    private static long Doubled(long first, int times, long longest) => Math.Min(longest, first << Math.Clamp(times, 0, 20));
}
