using System.Globalization;

namespace AiGateway.Core.Health;

/// <summary>Finds how long a provider asks to stay away, in all the ways providers have of saying it.</summary>
public static class RetryAfterReader
{
    /// <summary>Shorter waits only make the same refusal come twice.</summary>
    public const long ShortestMs = 250;

    /// <summary>Longer ones would outlive what an operator has changed in the meantime.</summary>
    public const long LongestMs = 86_400_000;

    /// <summary>
    /// The time to wait in milliseconds, within <see cref="ShortestMs"/> and <see cref="LongestMs"/>: from a header or a
    /// retry delay, else from the rate-limit buckets that are empty, else from the message. Null when none says.
    /// </summary>
    public static long? Read(Func<string, string?> header, UpstreamErrorBody body, long nowUnixMs)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(body);
        return GoogleQuota.UntilReset(body, nowUnixMs) is { } day
            ? Clamp(day)
            : ReadStated(header, body, nowUnixMs)
                ?? Clamp(EmptyBuckets.LongestReset(header, nowUnixMs))
                ?? Clamp(RetryPhrases.Read(body.Message, nowUnixMs));
    }

    /// <summary>As <see cref="Read"/>, but only what is meant as such: buckets say nothing about a fault of the provider.</summary>
    internal static long? ReadStated(Func<string, string?> header, UpstreamErrorBody body, long nowUnixMs) =>
        Clamp(Number(header("retry-after-ms")))
        ?? Clamp(Number(header("x-ms-retry-after-ms")))
        ?? Clamp(Number(header("retry-after")) * 1_000)
        ?? Clamp(Instants.Parse(header("retry-after")) - nowUnixMs)
        ?? Clamp(DurationText.ParseMs(body.RetryDelay));

    internal static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static long? Clamp(double? ms) => ms is { } value ? (long)Math.Ceiling(Math.Clamp(value, ShortestMs, LongestMs)) : null;
}
