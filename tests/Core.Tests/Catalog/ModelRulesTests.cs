using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class ModelRulesTests
{
    private static CatalogDocument With(params ModelSpec[] models) => Sample.Catalog() with { Models = models };

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("openai/gpt-4o")]
    [InlineData("ft:gpt-4o:acme")]
    [InlineData("openai/*")]
    [InlineData("*")]
    public void A_model_name_passes(string id) => Problems.AssertNone(With(Sample.Model(id)));

    [Theory]
    [InlineData("", "is missing")]
    [InlineData("a*b", "at the very end")]
    [InlineData("a**", "at the very end")]
    [InlineData("gpt 4", "1–200 characters")]
    [InlineData("gpt\"4", "1–200 characters")]
    public void Anything_else_is_refused(string id, string fragment) =>
        Problems.AssertOne(With(Sample.Model(id)), "models[0].id", fragment);

    [Fact]
    public void A_name_may_have_200_characters_and_no_more()
    {
        Problems.AssertNone(With(Sample.Model(new string('m', 200))));
        Problems.AssertOne(With(Sample.Model(new string('m', 201))), "models[0].id", "1–200 characters");
    }

    [Fact]
    public void Two_models_of_one_name_are_refused() =>
        Problems.AssertOne(With(Sample.Model("a/b"), Sample.Model("a/b")), "models[1].id", "another model 'a/b'");

    [Fact]
    public void A_demo_provider_goes_on_with_nobodys_answer()
    {
        var demo = new ProviderSpec { Id = "demo", Kind = ProviderKind.Demo };
        var target = new TargetSpec { Provider = "demo", Model = "demo", Continues = ContinuationStyle.Plain };
        Problems.AssertOne(
            Sample.Catalog() with { Providers = [.. Sample.Catalog().Providers, demo], Models = [Sample.Model("m") with { Fallback = [target] }] }, "models[0].fallback[0].continues", "leave it out");
    }

    [Fact]
    public void A_model_without_targets_is_refused() =>
        Problems.AssertOne(With(Sample.Model("m") with { Targets = [] }), "models[0].targets", "is empty");

    [Fact]
    public void Targets_whose_weights_are_all_0_are_refused() =>
        Problems.AssertOne(
            With(Sample.Model("m") with { Targets = [Sample.Target(weight: 0), Sample.Target(weight: 0)] }),
            "models[0].targets",
            "all weights are 0");

    [Fact]
    public void One_target_may_have_weight_0() =>
        Problems.AssertNone(With(Sample.Model("m") with { Targets = [Sample.Target(weight: 0), Sample.Target(weight: 1_000_000)] }));

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_001)]
    public void A_weight_outside_the_range_is_refused(int weight) =>
        Problems.AssertOne(
            With(Sample.Model("m") with { Targets = [Sample.Target(weight: weight)] }), "models[0].targets[0].weight", "0–1,000,000");

    [Fact]
    public void A_target_at_an_unknown_provider_is_refused_with_the_name_that_was_probably_meant()
    {
        var catalog = new CatalogDocument { Providers = [Sample.Provider("openai")], Models = [Sample.Model("m", "opnai")] };

        Problems.AssertOne(catalog, "models[0].targets[0].provider", "'opnai' is not declared; did you mean 'openai'?");
    }

    [Fact]
    public void A_fallback_at_an_unknown_provider_is_refused() =>
        Problems.AssertOne(
            With(Sample.Model("m") with { Fallback = [Sample.Target(), Sample.Target("elsewhere")] }),
            "models[0].fallback[1].provider",
            "declare it under providers");

    [Theory]
    [InlineData("", "is missing")]
    [InlineData("not a provider", "is not the id of any provider")]
    public void A_target_without_a_provider_is_refused(string provider, string fragment) =>
        Problems.AssertOne(With(Sample.Model("m", provider)), "models[0].targets[0].provider", fragment);

    [Theory]
    [InlineData("m", "", "is missing")]
    [InlineData("m", "two words", "without spaces")]
    [InlineData("m", "*", "stands for nothing")]
    [InlineData("m", "models/*", "stands for nothing")]
    [InlineData("m/*", "*/*", "more than one *")]
    public void An_upstream_name_that_cannot_be_sent_is_refused(string id, string upstream, string fragment) =>
        Problems.AssertOne(
            With(Sample.Model(id) with { Targets = [Sample.Target(model: upstream)] }), "models[0].targets[0].model", fragment);

    [Theory]
    [InlineData("m", "@cf/meta/llama-3.1-8b")]
    [InlineData("m/*", "*")]
    [InlineData("m/*", "models/*-latest")]
    [InlineData("m/*", "always-the-same")]
    public void Providers_name_their_models_as_they_like(string id, string upstream) =>
        Problems.AssertNone(With(Sample.Model(id) with { Targets = [Sample.Target(model: upstream)] }));

    [Theory]
    [InlineData(99)]
    [InlineData(0)]
    [InlineData(3_600_001)]
    public void Each_timeout_outside_the_range_is_refused(int ms)
    {
        var timeouts = new TimeoutSpec { ConnectMs = ms, FirstByteMs = ms, FirstTokenMs = ms, BetweenTokensMs = ms };

        Assert.Equal(
            ["models[0].timeouts.connectMs", "models[0].timeouts.firstByteMs", "models[0].timeouts.firstTokenMs", "models[0].timeouts.betweenTokensMs"],
            CatalogValidator.Validate(With(Sample.Model("m") with { Timeouts = timeouts })).Select(p => p.Path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(21)]
    public void A_number_of_attempts_outside_the_range_is_refused(int attempts) => Assert.Equal(
        ["models[0].maxAttempts"], CatalogValidator.Validate(With(Sample.Model("m") with { MaxAttempts = attempts })).Select(p => p.Path));

    [Fact]
    public void Attempts_within_the_range_pass() => Problems.AssertNone(With(Sample.Model("m") with { MaxAttempts = 20 }));

    [Theory]
    [InlineData(StickyBy.Header, null, "is missing")]
    [InlineData(StickyBy.Header, "", "is missing")]
    [InlineData(StickyBy.Header, "x user", "name of a header")]
    [InlineData(StickyBy.Header, "x-user\r\n", "name of a header")]
    [InlineData(StickyBy.Consumer, "x-user", "only for by: header")]
    public void A_split_that_keeps_to_a_header_names_it(StickyBy by, string? header, string fragment) => Problems.AssertOne(
        With(Sample.Model("m") with { Sticky = new StickySpec { By = by, Header = header } }), "models[0].sticky.header", fragment);

    [Theory]
    [InlineData(StickyBy.Header, "X-User_Id")]
    [InlineData(StickyBy.Conversation, null)]
    public void A_split_may_keep_to_something(StickyBy by, string? header) =>
        Problems.AssertNone(With(Sample.Model("m") with { Sticky = new StickySpec { By = by, Header = header } }));

    [Fact]
    public void Timeouts_within_the_range_pass() =>
        Problems.AssertNone(With(Sample.Model("m") with { Timeouts = new TimeoutSpec { FirstByteMs = 100, FirstTokenMs = 3_600_000 } }));
}
