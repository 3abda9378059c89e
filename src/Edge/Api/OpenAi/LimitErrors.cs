using System.Globalization;
using AiGateway.Core.Limits;
using AiGateway.Core.Money;
using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>A consumer's own limit is used up.</summary>
internal static class LimitErrors
{
    /// <summary>Shares are reckoned anew all the time; who comes back a little later has a fair chance.</summary>
    private const long ShareRetryMs = 1_000;

    /// <summary>What only another day or month brings back is a budget, and no client should wait for it with its call in hand.</summary>
    /// <param name="entity">Whose limit it is, such as <c>consumer/team-a</c>.</param>
    /// <param name="refusal">Which limit stands in the way.</param>
    public static OpenAiError Refused(string entity, LimitRefusal refusal)
    {
        var dimension = refusal.Dimension;
        var name = $"{dimension.Name()} of {entity}";
        if (dimension.Unit() == LimitUnit.Cost)
            return BudgetExhausted(name, Dollars(refusal.Limit), Dollars(refusal.Remaining), refusal.RetryAfterMs);
        return dimension.IsDaily() || dimension.IsMonthly()
            ? BudgetExhausted(name, refusal.Limit, refusal.Remaining, refusal.RetryAfterMs)
            : RateLimited(name, dimension.Unit() == LimitUnit.Token, refusal.Limit, refusal.Remaining, refusal.RetryAfterMs);
    }

    /// <summary>All consumers together ask for more of a model than there is, and this one for more than its share.</summary>
    public static OpenAiError ShareUsedUp(LimitDimension dimension, LimitedEntity entity) => RateLimited(
        $"{dimension.Name()} of {entity.Name}, of which your fair share is used up while others ask for it",
        dimension.Unit() == LimitUnit.Token, entity.Limits.Of(dimension)?.Bound ?? 0, 0, ShareRetryMs);

    /// <summary>Money is limited, and what the call would cost is not known: letting it pass would make the limit worthless.</summary>
    public static OpenAiError Unpriced(string entity, string provider, string model) => new(
        403,
        $"The cost of {entity} is limited, and model '{Echo.Name(model)}' of provider '{provider}' has no price. Ask your administrator to add it to the price file.",
        "invalid_request_error", null, "price_unknown");

    /// <param name="dimension">The limit's name, such as <c>requestsPerMinute</c>.</param>
    /// <param name="tokens">True for a limit on tokens, false for one on calls.</param>
    /// <param name="limit">What the limit allows.</param>
    /// <param name="remaining">What is left of it now.</param>
    /// <param name="retryAfterMs">Until a call may be admitted again.</param>
    public static OpenAiError RateLimited(string dimension, bool tokens, long limit, long remaining, long retryAfterMs)
    {
        var seconds = OpenAiError.WholeSeconds(retryAfterMs);
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"Rate limit reached for {dimension}: limit {limit}, remaining {Math.Max(0, remaining)}. Please try again in {seconds}s.");
        return new OpenAiError(429, message, tokens ? "tokens" : "requests", null, "rate_limit_exceeded", seconds) { RetryAfterMs = retryAfterMs };
    }

    /// <summary>Nothing but another day or an operator brings it back: clients are told not to wait for it.</summary>
    /// <inheritdoc cref="RateLimited"/>
    public static OpenAiError BudgetExhausted(string dimension, long limit, long remaining, long retryAfterMs) =>
        BudgetExhausted(dimension, Number(limit), Number(Math.Max(0, remaining)), retryAfterMs);

    private static OpenAiError BudgetExhausted(string dimension, string limit, string remaining, long retryAfterMs)
    {
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"Quota exhausted for {dimension}: limit {limit}, remaining {remaining}. It is renewed in {RateLimitDuration.Format(OpenAiError.WholeSeconds(retryAfterMs) * 1_000L)}; until then ask your administrator to raise it.");
        return new OpenAiError(429, message, "insufficient_quota", null, "insufficient_quota", OpenAiError.WholeSeconds(retryAfterMs)) { RetryAfterMs = retryAfterMs, Terminal = true };
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Dollars(long nanos) => $"${new Usd(Math.Max(0, nanos))}";
}
