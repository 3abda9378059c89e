namespace AiGateway.Core.Health;

/// <summary>
/// Google answers every exceeded quota with the same status and the same talk of billing. Only the name of the quota
/// says how long it lasts and for which models.
/// </summary>
internal static class GoogleQuota
{
    private const long DayMs = 86_400_000;

    /// <summary>Daily quotas begin anew at midnight in California: 08:00 UTC in winter, an hour earlier in summer. Never early.</summary>
    private const long ResetOfDayMs = 8 * 3_600_000;

    public static (FailureClass Class, FailureScope Scope) Decide(UpstreamErrorBody body) => (
        IsDaily(body) ? FailureClass.KeyBilling : FailureClass.KeyThrottled,
        Names(body, "PerModel") ? FailureScope.KeyModel : FailureScope.Key);

    /// <summary>
    /// Milliseconds until a daily quota begins anew; null for any other. The retry delay sent with one is of seconds,
    /// and wrong.
    /// </summary>
    public static long? UntilReset(UpstreamErrorBody body, long nowUnixMs) =>
        IsDaily(body) ? DayMs - Mod(nowUnixMs - ResetOfDayMs, DayMs) : null;

    private static bool IsDaily(UpstreamErrorBody body) => Names(body, "PerDay");

    private static bool Names(UpstreamErrorBody body, string part) =>
        body.QuotaIds.Any(id => id.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static long Mod(long value, long modulus) => ((value % modulus) + modulus) % modulus;
}
