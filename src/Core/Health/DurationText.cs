using System.Globalization;
using System.Text.RegularExpressions;

namespace AiGateway.Core.Health;

/// <summary>Durations in words or in Go's notation: <c>6m0s</c>, <c>1h2m3.5s</c>, <c>120ms</c>, <c>37 seconds</c>.</summary>
internal static partial class DurationText
{
    /// <summary>A regular expression for one, with the numbers in group <c>n</c> and the units in group <c>u</c>.</summary>
    public const string Pattern =
        @"(?:(?<n>\d{1,9}(?:\.\d{1,9})?)\s*(?<u>hours?|hrs?|h|milliseconds?|ms|minutes?|mins?|m|seconds?|secs?|s|us|µs|ns)(?![a-z])\s*)+";

    public static double? ParseMs(string? text) => text is null ? null : SumMs(Whole().Match(text));

    public static double? SumMs(Match match)
    {
        if (!match.Success)
            return null;
        var (numbers, units) = (match.Groups["n"].Captures, match.Groups["u"].Captures);
        var sum = 0d;
        for (var i = 0; i < numbers.Count; i++)
        {
            var number = double.Parse(numbers[i].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            sum += number * UnitMs(units[i].Value);
        }
        return sum;
    }

    private static double UnitMs(string unit) => unit.ToLowerInvariant() switch
    {
        "ns" => 1e-6,
        "us" or "µs" => 1e-3,
        "ms" or "millisecond" or "milliseconds" => 1,
        ['h', ..] => 3_600_000,
        ['m', ..] => 60_000,
        _ => 1_000,
    };

    [GeneratedRegex($@"^\s*{Pattern}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Whole();
}
