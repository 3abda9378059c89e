using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;
using AiGateway.Core.Money;
using CsCheck;

namespace AiGateway.Core.Tests.Limits;

public sealed class CallEstimateTests
{
    private const long Dollar = 1_000_000_000;

    /// <summary>2,000 and 5,000 billionths a token, 700 a request.</summary>
    private static readonly ModelPrice Price = new(new Usd(2 * Dollar), new Usd(Dollar), new Usd(5 * Dollar), new Usd(700));

    private static readonly LimitSet Plenty = Tokens(1_000_000);

    private static readonly Gen<long> Amount = Gen.OneOf(Gen.Long[0, 50], Gen.Long[0, 20_000], Gen.Long[0, long.MaxValue], Gen.Long);

    private static readonly Gen<ModelPrice?> Prices = Gen.OneOf(
        Gen.Const(() => (ModelPrice?)null),
        Gen.Select(Gen.Long[0, 100 * Dollar], Gen.Long[0, 100 * Dollar], Gen.Long[0, Dollar], (i, o, r) => (ModelPrice?)new ModelPrice(new(i), new(i), new(o), new(r))));

    private static readonly Gen<CallEstimate> Calls = Gen.Select(Amount, Amount, Amount, Gen.Bool, Gen.Bool, Prices, (prompt, n, cap, capped, generates, price) =>
        new CallEstimate(prompt, n, capped ? cap : null, generates, price));

    private static readonly Gen<LimitSet> Bounds = Gen.Select(
        Gen.OneOf(Gen.Long[1, 100], Gen.Long[1, 1_000_000_000_000]), Gen.OneOf(Gen.Long[1_000, 100_000], Gen.Long[1_000, 100_000_000 * Dollar]), Gen.Int[1, 3],
        (tokens, cost, which) => Set([
            .. (which & 1) != 0 ? new Limit[] { new(LimitDimension.TokensPerMinute, tokens, true) } : [],
            .. (which & 2) != 0 ? new Limit[] { new(LimitDimension.CostPerDay, cost, true) } : []]));

    [Fact]
    public void A_strict_call_takes_its_prompt_and_the_cap_it_declares()
    {
        var demand = Call(prompt: 10, cap: 50).Strict(Plenty, 4_096, out var cap);

        Assert.Equal((60, 50), (demand.Tokens, cap));
    }

    [Fact]
    public void A_strict_call_without_a_cap_is_given_one()
    {
        var demand = Call(prompt: 10).Strict(Plenty, 4_096, out var cap);

        Assert.Equal((4_106, 4_096), (demand.Tokens, cap));
    }

    [Fact]
    public void A_strict_call_takes_the_cap_for_each_of_its_answers()
    {
        var demand = Call(prompt: 10, choices: 3, cap: 50).Strict(Plenty, 4_096, out var cap);

        Assert.Equal((160, 50), (demand.Tokens, cap));
    }

    [Theory]
    [InlineData(1, 90)]
    [InlineData(3, 30)]
    public void Under_a_small_limit_all_answers_together_are_capped_to_it(int choices, int expected)
    {
        var demand = Call(prompt: 10, choices: choices).Strict(Tokens(100), 4_096, out var cap);

        Assert.Equal((100, expected), (demand.Tokens, cap));
    }

    [Fact]
    public void A_prompt_as_large_as_the_limit_leaves_the_least_cap_a_provider_takes()
    {
        var demand = Call(prompt: 500).Strict(Tokens(100), 4_096, out var cap);

        Assert.Equal((100, 1), (demand.Tokens, cap));
    }

    [Fact]
    public void Under_a_small_limit_on_money_the_output_is_capped_to_what_it_buys()
    {
        // 10 in for 20,000 and 700 for the call leave 50,000: ten out.
        var demand = Call(prompt: 10, price: Price).Strict(Set(new Limit(LimitDimension.CostPerDay, 70_700, true)), 4_096, out var cap);

        Assert.Equal((70_700, 10), (demand.Cost, cap));
    }

    [Fact]
    public void A_call_costs_its_tokens_and_the_request()
    {
        var demand = Call(prompt: 10, choices: 2, cap: 50, price: Price).Strict(Plenty, 4_096, out _);

        Assert.Equal((10 * 2_000) + (2 * 50 * 5_000) + 700, demand.Cost);
    }

    [Fact]
    public void Without_a_price_a_call_counts_as_free() => Assert.Equal(0, Call(prompt: 10).Strict(Plenty, 4_096, out _).Cost);

    [Fact]
    public void A_call_without_output_takes_its_prompt_only()
    {
        var call = Call(prompt: 10, cap: 50) with { Generates = false };

        Assert.Equal((10, 10), (call.Strict(Plenty, 4_096, out var cap).Tokens, call.Expected(Plenty, 300).Tokens));
        Assert.Equal(0, cap);
        Assert.Null(call.AffordableCap(new LimitRefusal(LimitDimension.TokensPerDay, 100, 60, 1)));
    }

    [Theory]
    [InlineData(null, null, 10 + (2 * CallEstimate.FirstExpectation))]
    [InlineData(null, 30L, 10 + (2 * 30))]
    [InlineData(20L, 30L, 10 + (2 * 20))]
    [InlineData(20L, null, 10 + (2 * 20))]
    [InlineData(5_000L, 30L, 10 + (2 * 30))]
    public void An_expected_call_takes_what_such_calls_used_and_no_more_than_it_declares(long? cap, long? usual, long tokens) =>
        Assert.Equal(tokens, Call(prompt: 10, choices: 2, cap: cap).Expected(Plenty, usual).Tokens);

    [Theory]
    [InlineData(110, 100L)]
    [InlineData(27, 17L)]
    [InlineData(26, 16L)]
    [InlineData(25, null)]
    [InlineData(0, null)]
    public void What_is_left_affords_a_shorter_answer_if_it_is_worth_one(long remaining, long? cap) =>
        Assert.Equal(cap, Call(prompt: 10).AffordableCap(new LimitRefusal(LimitDimension.TokensPerDay, 1_000, remaining, 1)));

    [Fact]
    public void What_is_left_is_divided_among_the_answers() =>
        Assert.Equal(33, Call(prompt: 10, choices: 3).AffordableCap(new LimitRefusal(LimitDimension.TokensPerDay, 1_000, 110, 1)));

    [Fact]
    public void What_is_left_of_money_affords_as_much_output_as_it_buys() =>
        Assert.Equal(100, Call(prompt: 10, price: Price).AffordableCap(new LimitRefusal(LimitDimension.CostPerDay, Dollar, 20_700 + (100 * 5_000) + 4_999, 1)));

    [Theory]
    [InlineData(LimitDimension.RequestsPerMinute)]
    [InlineData(LimitDimension.Concurrent)]
    public void No_shorter_answer_makes_up_for_a_call_too_many(LimitDimension dimension) =>
        Assert.Null(Call(prompt: 10).AffordableCap(new LimitRefusal(dimension, 1_000, 999, 1)));

    [Fact]
    public void Absurd_numbers_neither_overflow_nor_come_out_negative()
    {
        var call = new CallEstimate(long.MaxValue, long.MaxValue, long.MaxValue, true, new ModelPrice(new(long.MaxValue), new(long.MaxValue), new(long.MaxValue), new(long.MaxValue)));
        var nothing = new CallEstimate(-5, -5, -5, true, Price);

        Assert.InRange(call.Strict(Set(new Limit(LimitDimension.Concurrent, 1, true)), long.MaxValue, out _).Tokens, 1, long.MaxValue);
        Assert.Equal(long.MaxValue, call.Expected(Set(new Limit(LimitDimension.Concurrent, 1, true)), null).Cost);
        Assert.Equal((0, 0), (nothing.Strict(Plenty, 4_096, out var cap).Tokens, cap));
    }

    [Fact]
    public void No_call_takes_less_than_nothing_or_more_than_the_smallest_bound() => Gen.Select(Calls, Bounds, Amount).Sample((call, limits, amount) =>
        Fits(call.Strict(limits, Math.Max(0, amount), out _), limits) && Fits(call.Expected(limits, Math.Max(0, amount)), limits));

    [Fact]
    public void What_is_set_aside_covers_the_prompt_and_all_capped_answers_where_the_limits_have_room_for_any() => Gen.Select(Calls, Bounds).Sample((call, limits) =>
    {
        var demand = call.Strict(limits, 4_096, out var cap);
        var input = Math.Clamp(call.Prompt, 0, 1_000_000_000);
        var answers = Math.Clamp(call.Choices, 1, 10_000);
        var most = input + (cap * answers);
        var cost = call.Price is { } price ? Pricing.CostOf(new(input, cap * answers, 0, 0, true), price).Nanos : 0;
        var leastCap = cap <= 1;
        return (leastCap || limits.SmallestTokenBound() is null || most <= demand.Tokens) && (leastCap || limits.SmallestCostBound() is null || cost <= demand.Cost);
    });

    [Fact]
    public void A_shortened_call_fits_into_what_is_left() => Gen.Select(Calls, Bounds, Gen.Double[0, 1]).Sample((call, limits, part) =>
    {
        foreach (var limit in limits.Limits)
        {
            var remaining = (long)(limit.Bound * part);
            if (call.AffordableCap(new LimitRefusal(limit.Dimension, limit.Bound, remaining, 1)) is not { } cap)
                continue;
            var demand = call.Capped(cap).Strict(limits, 4_096, out _);
            if (demand.Of(limit.Dimension.Unit()) > remaining || cap < 16)
                return false;
        }
        return true;
    });

    private static bool Fits(CallDemand demand, LimitSet limits) =>
        demand.Tokens >= 0 && demand.Tokens <= (limits.SmallestTokenBound() ?? long.MaxValue)
        && demand.Cost >= 0 && demand.Cost <= (limits.SmallestCostBound() ?? long.MaxValue);

    private static CallEstimate Call(long prompt, long choices = 1, long? cap = null, ModelPrice? price = null) => new(prompt, choices, cap, true, price);

    private static LimitSet Tokens(long bound) => Set(new Limit(LimitDimension.TokensPerMinute, 10 * bound, true), new Limit(LimitDimension.TokensPerDay, bound, true));

    private static LimitSet Set(params Limit[] limits) => new(limits, "UTC", ReservationMode.Strict);
}
