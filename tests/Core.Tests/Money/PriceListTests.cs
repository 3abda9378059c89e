using AiGateway.Core.Money;

namespace AiGateway.Core.Tests.Money;

public sealed class PriceListTests
{
    private static readonly PriceList List = new(
    [
        Spec("openai", "gpt-4o", 1), Spec("openai", "gpt-4o*", 2), Spec("openai", "gpt-4o-mini*", 3), Spec("openai", "*", 4),
        Spec("azure", "gpt-4o", 5), Spec("azure", "gpt-4o*", 6),
    ]);

    [Theory]
    [InlineData("openai", "gpt-4o", 1)]
    [InlineData("openai", "gpt-4o-2024-11-20", 2)]
    [InlineData("openai", "gpt-4o-mini", 3)]
    [InlineData("openai", "gpt-4o-mini-2024", 3)]
    [InlineData("openai", "o3", 4)]
    [InlineData("azure", "gpt-4o", 5)]
    [InlineData("azure", "gpt-4o-mini", 6)]
    public void The_exact_name_goes_first_and_then_the_longest_pattern(string provider, string model, long input) =>
        Assert.Equal(input, List.Find(provider, model)!.Value.Input.Nanos);

    [Theory]
    [InlineData("azure", "o3")]
    [InlineData("azure", "GPT-4o")]
    [InlineData("azure", "")]
    [InlineData("Azure", "gpt-4o")]
    [InlineData("deepseek", "gpt-4o")]
    public void What_is_not_listed_has_no_price_rather_than_a_price_of_nothing(string provider, string model)
    {
        Assert.Null(List.Find(provider, model));
        Assert.Null(PriceList.Empty.Find(provider, model));
    }

    [Fact]
    public void A_cached_token_costs_as_much_as_any_unless_it_is_listed()
    {
        var list = new PriceList([Spec("p", "a", 7), Spec("p", "b", 7) with { CachedInput = new Usd(0) }]);
        Assert.Equal((7, 0), (list.Find("p", "a")!.Value.CachedInput.Nanos, list.Find("p", "b")!.Value.CachedInput.Nanos));
    }

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        List.Find("openai", "gpt-4o-mini-2024");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            List.Find("openai", "gpt-4o-mini-2024");
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_list_in_order_has_no_problems()
    {
        Assert.Empty(PriceRules.Check([Spec("p", "a*", 1), Spec("p", "a", 1), Spec("q", "a", 0), Spec("q", "*", PriceRules.Highest.Nanos)]));
        Assert.Empty(PriceRules.Check([]));
    }

    [Theory]
    [InlineData("", "m", "prices[0].provider")]
    [InlineData("my provider", "m", "prices[0].provider")]
    [InlineData("p", "", "prices[0].model")]
    [InlineData("p", "a b", "prices[0].model")]
    [InlineData("p", "*a", "prices[0].model")]
    [InlineData("p", "a**", "prices[0].model")]
    public void A_name_that_can_be_nobodys_is_refused(string provider, string model, string path) =>
        Assert.Equal(path, Assert.Single(PriceRules.Check([Spec(provider, model, 1)])).Path);

    [Fact]
    public void Prices_that_are_missing_out_of_range_or_given_twice_are_refused()
    {
        var high = new Usd(PriceRules.Highest.Nanos + 1);
        var problems = PriceRules.Check(
        [
            new PriceSpec { Provider = "p", Model = "a" },
            Spec("p", "b", 1) with { CachedInput = high, PerRequest = new Usd(-1) },
            Spec("p", "b", 2),
        ]);

        Assert.Equal(["prices[0].input", "prices[0].output", "prices[1].cachedInput", "prices[1].perRequest", "prices[2].model"], problems.Select(p => p.Path));
    }

    [Fact]
    public void No_list_is_not_an_empty_list() => Assert.Equal("prices", Assert.Single(PriceRules.Check(null)).Path);

    private static PriceSpec Spec(string provider, string model, long nanos) =>
        new() { Provider = provider, Model = model, Input = new Usd(nanos), Output = new Usd(nanos) };
}
