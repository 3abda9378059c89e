using System.Globalization;

namespace AiGateway.Core.Health;

/// <summary>Moments as headers write them: the dates of HTTP and RFC 3339.</summary>
internal static class Instants
{
    // Exact forms only: a lenient parser would take the missing part of a date from the machine's clock.
    private static readonly string[] _forms =
    [
        "r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Unix milliseconds, or null.</summary>
    public static double? Parse(string? text) => DateTimeOffset.TryParseExact(text, _forms, CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var moment) ? moment.ToUnixTimeMilliseconds() : null;
}
