using System.Globalization;
using AiGateway.Edge.Admin.Usage;

namespace AiGateway.Edge.CommandLine;

/// <summary>Figures as people read them.</summary>
internal static class Figures
{
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Dollars(decimal? dollars) => dollars is { } amount ? "$" + amount.ToString("#,0.00####", CultureInfo.InvariantCulture) : "";

    public static string Milliseconds(double? ms) => ms is { } time ? time.ToString(time < 100 ? "0.#" : "N0", CultureInfo.InvariantCulture) : "";

    /// <summary>How long something still takes.</summary>
    public static string Wait(long? ms) => ms switch
    {
        null => "",
        < 120_000 => string.Create(CultureInfo.InvariantCulture, $"{ms / 1_000} s"),
        < 7_200_000 => string.Create(CultureInfo.InvariantCulture, $"{ms / 60_000} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ms / 3_600_000} h"),
    };

    public static string Time(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Calls that failed, but for those that their callers gave up.</summary>
    public static long Errors(UsageAnswer usage) => usage.Outcomes.Where(outcome => outcome.Key is not ("Ok" or "ClientGone")).Sum(outcome => outcome.Value);
}
