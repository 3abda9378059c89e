using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class AliasRulesTests
{
    private static CatalogDocument With(params ModelSpec[] models) => new() { Providers = [Sample.Provider("p")], Models = models };

    [Fact]
    public void A_model_has_as_many_names_as_it_likes() => Problems.AssertNone(With(
        Sample.Model("chat") with { Aliases = ["gpt-4o", "org/model:free"] }, Sample.Model("other") with { Aliases = ["gpt-4"] }, Sample.Model("gpt-*")));

    [Theory]
    [InlineData("gpt-*", "without a pattern")]
    [InlineData("~gpt", "without a pattern")]
    [InlineData("", "1–200 characters")]
    [InlineData("other", "the name of another model")]
    [InlineData("chat", "the name of another model")]
    public void But_each_leads_to_one_model(string alias, string fragment) => Problems.AssertOne(
        With(Sample.Model("chat") with { Aliases = [alias] }, Sample.Model("other")), "models[0].aliases[0]", fragment);

    [Fact]
    public void Two_models_do_not_share_one() => Problems.AssertOne(
        With(Sample.Model("a") with { Aliases = ["x"] }, Sample.Model("b") with { Aliases = ["x"] }), "models[1].aliases[0]", "another alias");

    [Theory]
    [InlineData("chat*")]
    [InlineData("~chat.*")]
    public void A_pattern_has_none(string id) => Problems.AssertOne(
        With(Sample.Model(id) with { Aliases = ["x"] }), "models[0].aliases", "whose id is a pattern");

    [Theory]
    [InlineData("~", "visible ASCII")]
    [InlineData("~a b", "visible ASCII")]
    [InlineData("~(a", "no regular expression")]
    public void An_expression_has_to_be_one(string id, string fragment) => Problems.AssertOne(With(Sample.Model(id)), "models[0].id", fragment);

    [Fact]
    public void Under_an_expression_a_star_stands_for_something()
    {
        Problems.AssertNone(With(Sample.Model("~oa/(.*)") with { Targets = [Sample.Target(model: "*")] }));
        Problems.AssertOne(With(Sample.Model("oa") with { Targets = [Sample.Target(model: "*")] }), "models[0].targets[0].model", "is no expression");
    }

    [Fact]
    public void There_are_not_more_expressions_than_a_name_can_be_tried_with() => Problems.AssertOne(
        With([.. Enumerable.Range(0, CatalogBounds.Expressions + 1).Select(i => Sample.Model($"~m{i}"))]), $"models[{CatalogBounds.Expressions}].id", "one expression too many");

    [Fact]
    public void A_consumer_may_be_limited_at_a_model_known_by_an_expression() => Problems.AssertNone(With(Sample.Model("~gpt.*")) with
    {
        Consumers = [Sample.Consumer("c") with { ModelLimits = [new ModelLimitSpec { Model = "~gpt.*", Limits = new() { Concurrent = 1 } }] }],
    });
}
