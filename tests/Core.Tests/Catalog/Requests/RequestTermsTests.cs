using AiGateway.Core.Catalog.Requests;
using CsCheck;

namespace AiGateway.Core.Tests.Catalog.Requests;

public sealed class RequestTermsTests
{
    private static readonly RequestValues Silent = new();

    private static RequestSpec Spec(RequestValues? defaults = null, RequestCaps? caps = null, RequestValues? overrides = null) =>
        new() { Defaults = defaults, Caps = caps, Overrides = overrides };

    [Fact]
    public void Nothing_said_changes_nothing()
    {
        Assert.Null(RequestTerms.Of(null, null));
        Assert.Null(RequestTerms.Of(new RequestSpec(), new RequestSpec()));
    }

    [Fact]
    public void A_default_stands_where_the_caller_says_nothing_the_consumers_first()
    {
        var terms = RequestTerms.Of(
            Spec(new() { Temperature = 0.1, TopP = 0.9, ServiceTier = "flex" }), Spec(new() { Temperature = 0.2, ReasoningEffort = "low" }))!;

        Assert.Equal(new() { Temperature = 0.2, TopP = 0.9, ReasoningEffort = "low", ServiceTier = "flex" }, terms.Apply(Silent));
        Assert.Equal(
            new() { Temperature = 1, TopP = 0.9, ReasoningEffort = "high", ServiceTier = "flex", MaxOutputTokens = 5 },
            terms.Apply(new() { Temperature = 1, ReasoningEffort = "high", MaxOutputTokens = 5 }));
    }

    [Fact]
    public void An_override_stands_whatever_the_caller_says_the_models_first()
    {
        var terms = RequestTerms.Of(
            Spec(overrides: new() { Temperature = 1, ReasoningEffort = "medium" }), Spec(overrides: new() { Temperature = 0.5, ServiceTier = "flex" }))!;

        Assert.Equal(
            new() { Temperature = 1, ReasoningEffort = "medium", ServiceTier = "flex", TopP = 0.3 },
            terms.Apply(new() { Temperature = 0.7, TopP = 0.3, ReasoningEffort = "high", ServiceTier = "priority" }));
    }

    [Fact]
    public void The_lower_cap_counts_after_everything_else()
    {
        var terms = RequestTerms.Of(
            Spec(defaults: new() { MaxOutputTokens = 900 }, caps: new() { Temperature = 1.5, MaxOutputTokens = 1_000 }),
            Spec(caps: new() { Temperature = 1, MaxOutputTokens = 500, ReasoningEffort = "low" }, overrides: new() { ReasoningEffort = "low" }))!;

        Assert.Equal(new() { MaxOutputTokens = 500, ReasoningEffort = "low" }, terms.Apply(Silent));
        Assert.Equal(new() { Temperature = 1, MaxOutputTokens = 20, ReasoningEffort = "low" }, terms.Apply(new() { Temperature = 2, MaxOutputTokens = 20 }));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("none", "none")]
    [InlineData("medium", "medium")]
    [InlineData("high", "medium")]
    [InlineData("ultra", "medium")]
    public void Thinking_is_capped_and_not_begun(string? asked, string? effort) => Assert.Equal(
        effort, RequestTerms.Of(Spec(caps: new() { ReasoningEffort = "medium" }), null)!.Apply(new() { ReasoningEffort = asked }).ReasoningEffort);

    [Fact]
    public void Changes_are_what_differs()
    {
        var terms = RequestTerms.Of(Spec(caps: new() { MaxOutputTokens = 100 }, overrides: new() { Temperature = 1 }), null)!;

        Assert.Null(terms.Changes(new() { Temperature = 1, MaxOutputTokens = 100, TopP = 0.5 }));
        Assert.Equal(new() { MaxOutputTokens = 100 }, terms.Changes(new() { Temperature = 1, TopP = 0.5 }));
        Assert.Equal(new() { Temperature = 1 }, terms.Changes(new() { MaxOutputTokens = 10 }));
    }

    [Fact]
    public void Applied_twice_it_is_as_applied_once()
    {
        var value = Gen.Int[1, 4].Select(i => i == 4 ? (int?)null : i);
        var values = Gen.Select(value, value, (a, b) => new RequestValues { MaxOutputTokens = a, Temperature = b });
        var spec = Gen.Select(values, values, value, (defaults, overrides, cap) => Spec(defaults, new() { MaxOutputTokens = cap, Temperature = cap }, overrides));

        Gen.Select(spec, spec, values).Sample((model, consumer, asked) =>
        {
            var terms = RequestTerms.Of(model, consumer)!;
            var once = terms.Apply(asked);
            return terms.Apply(once) == once && !(once.MaxOutputTokens > model.Caps!.MaxOutputTokens) && !(once.Temperature > consumer.Caps!.Temperature);
        });
    }
}
