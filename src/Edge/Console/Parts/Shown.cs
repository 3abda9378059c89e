using System.Globalization;
using AiGateway.Core.Usage;
using AiGateway.Edge.Admin.Usage;

namespace AiGateway.Edge.Console.Parts;

/// <summary>How numbers and times are written, everywhere alike.</summary>
internal static class Shown
{
    public const string Nothing = "–";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Usd(decimal? dollars) => dollars is { } cost ? "$" + cost.ToString(cost != 0 && Math.Abs(cost) < 1 ? "0.######" : "N2", CultureInfo.InvariantCulture) : Nothing;

    public static string Ms(double? ms) => ms switch
    {
        null => Nothing,
        < 10_000 => ms.Value.ToString("N0", CultureInfo.InvariantCulture) + " ms",
        _ => (ms.Value / 1_000).ToString("N1", CultureInfo.InvariantCulture) + " s",
    };

    /// <summary>p50, p90 and p99.</summary>
    public static string Latency(LatencyAnswer? latency) => latency is null ? Nothing : $"{Ms(latency.P50)} / {Ms(latency.P90)} / {Ms(latency.P99)}";

    public static string Percent(double part, double whole) => whole == 0 ? Nothing : (100 * part / whole).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Time(long unixMs) => Time(DateTimeOffset.FromUnixTimeMilliseconds(unixMs));

    public static string For(long? ms) => ms switch
    {
        null or <= 0 => "",
        < 60_000 => $"{(ms.Value + 999) / 1_000} s",
        < 3_600_000 => $"{ms.Value / 60_000} min",
        _ => $"{ms.Value / 3_600_000} h",
    };

    /// <summary>Calls that a provider failed, or broke off.</summary>
    public static long Failed(UsageAnswer usage) => usage.Outcomes.GetValueOrDefault(nameof(CallOutcome.UpstreamError)) + usage.Outcomes.GetValueOrDefault(nameof(CallOutcome.Interrupted));

    public static string TokensPerSecond(UsageAnswer usage)
    {
        var seconds = ((usage.DurationMs?.Mean ?? 0) - (usage.FirstTokenMs?.Mean ?? 0)) / 1_000 * usage.Calls;
        return seconds <= 0 ? Nothing : (usage.CompletionTokens / seconds).ToString("N1", CultureInfo.InvariantCulture);
    }
}
