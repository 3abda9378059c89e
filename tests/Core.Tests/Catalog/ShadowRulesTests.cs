using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

/// <summary>What gets copies of a model's calls.</summary>
public sealed class ShadowRulesTests
{
    private static readonly ShadowSpec Shadow = new() { Provider = "p", Model = "new" };

    private static CatalogDocument With(ShadowSpec shadow, string id = "m") => Sample.Catalog() with { Models = [Sample.Model(id) with { Shadow = shadow }] };

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.07)]
    [InlineData(33.33)]
    [InlineData(100)]
    public void A_percentage_of_two_decimals_passes(double percent) => Problems.AssertNone(With(Shadow with { Percent = percent }));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0.001)]
    [InlineData(0.015)]
    [InlineData(100.01)]
    [InlineData(double.NaN)]
    public void Any_other_is_refused(double percent) => Problems.AssertOne(With(Shadow with { Percent = percent }), "models[0].shadow.percent", "take shadow out");

    [Fact]
    public void Its_provider_and_model_are_checked_like_those_of_a_target()
    {
        Problems.AssertOne(With(Shadow with { Provider = "q" }), "models[0].shadow.provider", "'q' is not declared");
        Problems.AssertOne(With(Shadow with { Model = "new-*" }), "models[0].shadow.model", "stands for nothing");
        Problems.AssertNone(With(Shadow with { Model = "new-*" }, "m/*"));
    }

    [Fact]
    public void Its_limits_queue_and_time_have_their_ranges()
    {
        Problems.AssertOne(With(Shadow with { Limits = new() { Concurrent = 0 } }), "models[0].shadow.limits.concurrent", "leave it out for no limit");
        Problems.AssertOne(With(Shadow with { MaxQueued = 0 }), "models[0].shadow.maxQueued", "1–10,000");
        Problems.AssertOne(With(Shadow with { MaxQueued = 10_001 }), "models[0].shadow.maxQueued", "1–10,000");
        Problems.AssertOne(With(Shadow with { TimeoutMs = 99 }), "models[0].shadow.timeoutMs", "100–3,600,000");
        Problems.AssertNone(With(Shadow with { Limits = new() { CostPerDay = 5, Concurrent = 2 }, MaxQueued = 10_000, TimeoutMs = 3_600_000 }));
    }

    [Fact]
    public void A_shadow_and_the_consent_to_it_survive_the_round_trip()
    {
        var shadow = Shadow with { Percent = 2.5, Limits = new() { CostPerDay = 5 }, MaxQueued = 7, TimeoutMs = 900 };

        Assert.Equal(shadow, CatalogJson.Read<ModelSpec>(CatalogJson.Write(Sample.Model("m") with { Shadow = shadow })).Shadow);
        Assert.True(CatalogJson.Read<ConsumerSpec>(CatalogJson.Write(Sample.Consumer("c") with { Keys = [], Shadow = true })).Shadow);
    }
}
