namespace AiGateway.Core.Health;

/// <summary>The rate-limit headers: each names a bucket, what remains in it, and when it is full again.</summary>
internal static class EmptyBuckets
{
    private static readonly (string Remaining, string Reset)[] _buckets =
    [
        ("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"),
        ("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
        ("anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"),
        ("anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"),
        ("anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"),
        ("anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-output-tokens-reset"),
        ("x-ratelimit-remaining", "x-ratelimit-reset"),
        ("ratelimit-remaining", "ratelimit-reset"),
    ];

    /// <summary>Larger bare numbers are moments, in Unix seconds and from 10¹² on in milliseconds: no limit resets in 30 years.</summary>
    private const double SmallestEpoch = 1e9;

    private const double SmallestEpochMs = 1e12;

    /// <summary>Milliseconds until the last empty bucket is full again; null when none is known to be empty.</summary>
    public static double? LongestReset(Func<string, string?> header, long nowUnixMs)
    {
        // The unified limit of subscriptions gives a verdict instead of what remains.
        var longest = header("anthropic-ratelimit-unified-status") == "rejected"
            ? UntilMs(header("anthropic-ratelimit-unified-reset"), nowUnixMs)
            : null;
        foreach (var (remaining, reset) in _buckets)
        {
            if (RetryAfterReader.Number(header(remaining)) is 0 && UntilMs(header(reset), nowUnixMs) is { } until)
                longest = Math.Max(longest ?? 0, until);
        }
        return longest;
    }

    /// <summary>OpenAI and Groq write Go durations, Azure seconds, Anthropic RFC 3339 and epochs.</summary>
    private static double? UntilMs(string? reset, long nowUnixMs) => RetryAfterReader.Number(reset) switch
    {
        >= SmallestEpochMs and var ms => ms - nowUnixMs,
        >= SmallestEpoch and var seconds => (seconds * 1_000) - nowUnixMs,
        { } seconds => seconds * 1_000,
        null => DurationText.ParseMs(reset) ?? (Instants.Parse(reset) - nowUnixMs),
    };
}
