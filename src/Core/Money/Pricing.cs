using AiGateway.Core.Usage;

namespace AiGateway.Core.Money;

/// <summary>From tokens to money.</summary>
public static class Pricing
{
    private const long PriceUnit = 1_000_000;

    /// <summary>
    /// What an answered call cost. All its tokens are added up exactly and rounded once, to the nearest billionth of a
    /// dollar, halves upward: the error of a call is at most half of that, whatever its size.
    /// </summary>
    public static Usd CostOf(TokenUsage tokens, ModelPrice price)
    {
        var prompt = Math.Max(0, tokens.Prompt);
        var cached = Math.Clamp(tokens.Cached, 0, prompt);
        // Wide enough for the largest counts at the largest prices.
        var millionths = ((Int128)(prompt - cached) * price.Input.Nanos)
            + ((Int128)cached * price.CachedInput.Nanos)
            + ((Int128)Math.Max(0, tokens.Completion) * price.Output.Nanos);
        return Usd.Saturated((millionths + (PriceUnit / 2)) / PriceUnit) + price.PerRequest;
    }
}
