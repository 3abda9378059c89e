using System.Globalization;
using AiGateway.Core.Limits;

namespace AiGateway.Edge.Pipeline.Limits;

/// <summary>
/// Tells a caller where it stands with its own limits, in OpenAI's headers. What a provider says of the pooled key that
/// happened to answer never reaches it.
/// </summary>
internal static class LimitHeaders
{
    public static void Write(IHeaderDictionary headers, Exchange call)
    {
        if (call.Standing.Requests is { } requests)
        {
            headers["x-ratelimit-limit-requests"] = Text(requests.Limit);
            headers["x-ratelimit-remaining-requests"] = Text(requests.Remaining);
            headers["x-ratelimit-reset-requests"] = RateLimitDuration.Format(requests.ResetMs);
        }
        if (call.Standing.Tokens is { } tokens)
        {
            headers["x-ratelimit-limit-tokens"] = Text(tokens.Limit);
            headers["x-ratelimit-remaining-tokens"] = Text(tokens.Remaining);
            headers["x-ratelimit-reset-tokens"] = RateLimitDuration.Format(tokens.ResetMs);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
