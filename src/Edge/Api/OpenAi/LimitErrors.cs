using System.Globalization;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>A consumer's own limit is used up.</summary>
internal static class LimitErrors
{
    /// <param name="dimension">The limit in words, such as <c>requests per minute</c>.</param>
    /// <param name="tokens">True for a limit on tokens, false for one on calls.</param>
    /// <param name="limit">What the limit allows.</param>
    /// <param name="remaining">What is left of it now.</param>
    /// <param name="retryAfterSeconds">Until a call may be admitted again, rounded up.</param>
    public static OpenAiError RateLimited(string dimension, bool tokens, long limit, long remaining, int retryAfterSeconds)
    {
        var seconds = Math.Max(1, retryAfterSeconds);
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"Rate limit reached for {dimension}: limit {limit}, remaining {Math.Max(0, remaining)}. Please try again in {seconds}s.");
        return new OpenAiError(429, message, tokens ? "tokens" : "requests", null, "rate_limit_exceeded", seconds);
    }

    /// <summary>One call that is larger than the whole limit can never be admitted.</summary>
    public static OpenAiError LargerThanLimit(string dimension, long limit, long requested) => new(
        429,
        string.Create(CultureInfo.InvariantCulture, $"Request too large for {dimension}: limit {limit}, requested {requested}. Reduce the input or the output cap."),
        "tokens",
        null,
        "rate_limit_exceeded",
        60)
    { Terminal = true };
}
