using System.Globalization;
using System.Text.RegularExpressions;

namespace AiGateway.Core.Health;

/// <summary>Waiting times that a provider gives in its message alone.</summary>
internal static partial class RetryPhrases
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>
    /// Zhipu writes the end of a plan's window in Chinese time without saying so. Where the same words mean UTC this is
    /// eight hours early, which costs one probe that fails.
    /// </summary>
    private static readonly TimeSpan _chinaTime = TimeSpan.FromHours(8);

    /// <summary>Milliseconds to wait, or null.</summary>
    public static double? Read(string? message, long nowUnixMs)
    {
        if (message is null)
            return null;
        return DurationText.SumMs(Wait().Match(message))
            ?? DurationText.SumMs(HoursAndMinutes().Match(message))
            ?? (Moment(RegainAccess().Match(message), TimeSpan.Zero) - nowUnixMs)
            ?? (Moment(Reset().Match(message), _chinaTime) - nowUnixMs);
    }

    private static double? Moment(Match match, TimeSpan unnamedZone)
    {
        if (!match.Success)
            return null;
        var text = $"{match.Groups["date"].ValueSpan}T{(match.Groups["time"].Success ? match.Groups["time"].ValueSpan : "00:00")}";
        var offset = match.Groups["utc"].Success ? TimeSpan.Zero : unnamedZone;
        return DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var local) ? (local - DateTime.UnixEpoch - offset).TotalMilliseconds : null;
    }

    [GeneratedRegex(@"(?:try again|retry) (?:in|after)\s+" + DurationText.Pattern, Options)]
    private static partial Regex Wait();

    [GeneratedRegex(@"\b(?<n>\d{1,4})\s*(?<u>hr)\s*(?<n>\d{1,4})\s*(?<u>min)\b", Options)]
    private static partial Regex HoursAndMinutes();

    [GeneratedRegex(@"regain access on (?<date>\d{4}-\d\d-\d\d)(?: at (?<time>\d\d:\d\d) UTC)?", Options)]
    private static partial Regex RegainAccess();

    [GeneratedRegex(@"(?:将在|\bresets? at)\s*(?<date>\d{4}-\d\d-\d\d)[T ](?<time>\d\d:\d\d:\d\d)(?<utc>Z| UTC)?", Options)]
    private static partial Regex Reset();
}
