using System.Numerics;
using AiGateway.Core.Money;
using AiGateway.Core.Usage;
using CsCheck;

namespace AiGateway.Core.Tests.Money;

public sealed class PricingTests
{
    private static readonly Gen<Usd> AnyPrice = Gen.OneOf(
        Gen.Long[0, 1_000_000], Gen.Long[0, 1_000_000_000_000], Gen.Long[0, PriceRules.Highest.Nanos]).Select(nanos => new Usd(nanos));

    private static readonly Gen<ModelPrice> Prices = Gen.Select(AnyPrice, AnyPrice, AnyPrice, AnyPrice, (a, b, c, d) => new ModelPrice(a, b, c, d));

    private static readonly Gen<TokenUsage> Tokens = Gen.Select(Gen.Long[0, 100_000], Gen.Long[0, 100_000], Gen.Long[0, 100_000], Gen.Long[0, 100_000])
        .Select(t => new TokenUsage(t.Item1, t.Item2, Math.Min(t.Item3, t.Item1), Math.Min(t.Item4, t.Item2), false));

    [Fact]
    public void A_call_costs_its_tokens_at_their_prices_and_the_request()
    {
        var price = new ModelPrice(Dollars("2.5"), Dollars("1.25"), Dollars("10"), Dollars("0.001"));
        // 1 fresh, 2 cached, 14 out: 2.5 + 2.5 + 140 millionths of a dollar.
        Assert.Equal(Dollars("0.001145"), Pricing.CostOf(new TokenUsage(3, 14, 2, 4, false), price));
        Assert.Equal(Dollars("0.001"), Pricing.CostOf(default, price));
    }

    [Fact]
    public void Reasoning_is_part_of_the_output_and_not_paid_twice() => Gen.Select(Tokens, Prices).Sample((tokens, price) =>
        Pricing.CostOf(tokens, price) == Pricing.CostOf(tokens with { Reasoning = 0 }, price));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(14, 1)]
    [InlineData(15, 2)]
    public void It_is_rounded_once_to_the_nearest_billionth_halves_upward(long tokens, long nanos) =>
        Assert.Equal(nanos, Pricing.CostOf(new TokenUsage(tokens, 0, 0, 0, false), new ModelPrice(new Usd(100_000), default, default, default)).Nanos);

    [Fact]
    public void Parts_too_small_to_count_alone_count_together()
    {
        var price = new ModelPrice(new Usd(400_000), default, new Usd(400_000), default);
        Assert.Equal(0, Pricing.CostOf(new TokenUsage(1, 0, 0, 0, false), price).Nanos);
        Assert.Equal(1, Pricing.CostOf(new TokenUsage(1, 1, 0, 0, false), price).Nanos);
    }

    [Fact]
    public void It_is_exact_to_half_a_billionth() => Gen.Select(Tokens, Prices).Sample((tokens, price) =>
    {
        var exact = ((BigInteger)(tokens.Prompt - tokens.Cached) * price.Input.Nanos) + ((BigInteger)tokens.Cached * price.CachedInput.Nanos)
            + ((BigInteger)tokens.Completion * price.Output.Nanos) + ((BigInteger)price.PerRequest.Nanos * 1_000_000);
        return BigInteger.Abs(((BigInteger)Pricing.CostOf(tokens, price).Nanos * 1_000_000) - exact) <= 500_000;
    });

    [Fact]
    public void Two_calls_cost_what_one_of_both_would_to_within_their_rounding() => Gen.Select(Tokens, Tokens, Prices).Sample((a, b, price) =>
    {
        var tokensAlone = price with { PerRequest = default };
        var both = new TokenUsage(a.Prompt + b.Prompt, a.Completion + b.Completion, a.Cached + b.Cached, 0, false);
        var apart = Pricing.CostOf(a, tokensAlone) + Pricing.CostOf(b, tokensAlone);
        return Math.Abs(apart.Nanos - Pricing.CostOf(both, tokensAlone).Nanos) <= 1;
    });

    [Fact]
    public void At_prices_of_whole_billionths_a_token_it_adds_up_exactly() => Gen.Select(Tokens, Tokens, Gen.Long[0, 1_000_000]).Sample((a, b, perToken) =>
    {
        var price = new ModelPrice(new Usd(perToken * 1_000_000), new Usd(perToken * 500_000 * 2), new Usd(perToken * 3_000_000), default);
        var both = new TokenUsage(a.Prompt + b.Prompt, a.Completion + b.Completion, a.Cached + b.Cached, 0, false);
        return Pricing.CostOf(a, price) + Pricing.CostOf(b, price) == Pricing.CostOf(both, price);
    });

    [Fact]
    public void More_tokens_never_cost_less() => Gen.Select(Tokens, Tokens, Prices).Sample((a, more, price) =>
        Pricing.CostOf(a with { Prompt = a.Prompt + more.Prompt, Completion = a.Completion + more.Completion }, price).Nanos >= Pricing.CostOf(a, price).Nanos);

    [Fact]
    public void Reading_from_the_cache_costs_no_more_where_it_is_cheaper() => Gen.Select(Tokens, Prices).Sample((tokens, price) =>
    {
        var cheaper = price with { CachedInput = new Usd(Math.Min(price.Input.Nanos, price.CachedInput.Nanos)) };
        return Pricing.CostOf(tokens, cheaper).Nanos <= Pricing.CostOf(tokens with { Cached = 0 }, cheaper).Nanos;
    });

    [Fact]
    public void More_cached_tokens_than_tokens_are_all_of_them() => Gen.Select(Tokens, Prices).Sample((tokens, price) =>
        Pricing.CostOf(tokens with { Cached = tokens.Prompt + 1 + tokens.Cached }, price) == Pricing.CostOf(tokens with { Cached = tokens.Prompt }, price));

    [Fact]
    public void Whatever_the_counts_it_is_never_negative_and_never_overflows() => Gen.Select(Gen.Long, Gen.Long, Gen.Long, Prices).Sample((prompt, completion, cached, price) =>
        Pricing.CostOf(new TokenUsage(prompt, completion, cached, 0, false), price).Nanos >= price.PerRequest.Nanos);

    [Fact]
    public void The_largest_call_at_the_highest_price_stays_at_the_largest_amount()
    {
        var dear = new ModelPrice(PriceRules.Highest, PriceRules.Highest, PriceRules.Highest, PriceRules.Highest);
        Assert.Equal(long.MaxValue, Pricing.CostOf(new TokenUsage(long.MaxValue, long.MaxValue, 7, 0, false), dear).Nanos);
    }

    private static Usd Dollars(string text) => Usd.TryParse(text, out var amount) ? amount : throw new FormatException(text);
}
