using AiGateway.Core.Catalog;

namespace AiGateway.Core.Limits;

/// <summary>How many tokens to reserve for a call before it is known how many it will use.</summary>
public static class TokenReservation
{
    /// <summary>Output tokens assumed for each choice when the caller declares no cap.</summary>
    public const long DefaultCompletionTokens = 1_024;

    /// <summary>Far above any real call; keeps sums and products of a caller's numbers from overflowing.</summary>
    private const long Ceiling = 1_000_000_000;

    /// <param name="promptTokens">Counted or estimated input.</param>
    /// <param name="choices">The caller's <c>n</c>; less than 1 counts as 1.</param>
    /// <param name="limits">The reservation is never more than the smallest token limit, so that a small limit stays usable.</param>
    /// <param name="declaredCaps">
    /// Every cap the caller declared under any name; negative ones do not count. The largest is taken, since it is not known
    /// which one the provider obeys.
    /// </param>
    public static long Estimate(long promptTokens, long choices, LimitSet? limits, params ReadOnlySpan<long> declaredCaps)
    {
        long largest = -1;
        foreach (var cap in declaredCaps)
            largest = Math.Max(largest, cap);
        var each = Math.Min(Ceiling, largest < 0 ? DefaultCompletionTokens : largest);
        var tokens = Math.Clamp(promptTokens, 0, Ceiling) + (each * Math.Clamp(choices, 1, Ceiling));
        return Math.Min(tokens, limits?.SmallestTokenBound() ?? long.MaxValue);
    }
}
