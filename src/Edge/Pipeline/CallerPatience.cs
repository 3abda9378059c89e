using System.Globalization;

namespace AiGateway.Edge.Pipeline;

/// <summary>What OpenAI's clients tell of themselves: how long they wait for the head of an answer, and whether they ask again.</summary>
internal static class CallerPatience
{
    private const double LongestSeconds = 86_400;

    /// <summary>Milliseconds the caller waits from sending its call until it sees anything; null when it does not say.</summary>
    public static long? OfAnswer(IHeaderDictionary headers) =>
        headers.TryGetValue("x-stainless-timeout", out var text)
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        && seconds is > 0 and <= LongestSeconds
            ? (long)(seconds * 1_000)
            : null;

    /// <summary>True when this call is itself a repetition, on top of which the gateway's own would multiply.</summary>
    public static bool AsksAgain(IHeaderDictionary headers) =>
        headers.TryGetValue("x-stainless-retry-count", out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count > 0;
}
