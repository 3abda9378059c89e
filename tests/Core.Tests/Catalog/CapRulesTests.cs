using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

/// <summary>Limits on single targets of a split.</summary>
public sealed class CapRulesTests
{
    private static readonly LimitSpec Limits = new() { RequestsPerDay = 500, CostPerDay = 20 };

    private static CatalogDocument With(params TargetSpec[] targets) => Sample.Catalog() with { Models = [Sample.Model("m") with { Targets = targets }] };

    [Fact]
    public void Targets_may_have_limits() => Problems.AssertNone(With(Sample.Target(model: "a"), Sample.Target(model: "b") with { Limits = Limits }));

    [Fact]
    public void A_limit_out_of_range_is_refused_where_it_stands() => Problems.AssertOne(
        With(Sample.Target(model: "a"), Sample.Target(model: "b") with { Limits = Limits with { RequestsPerDay = 0 } }),
        "models[0].targets[1].limits.requestsPerDay", "leave it out for no limit");

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_target_with_limits_stands_there_once(bool first, bool second) => Problems.AssertOne(
        With(Sample.Target() with { Limits = first ? Limits : null }, Sample.Target(model: "other"), Sample.Target() with { Limits = second ? Limits : null }),
        "models[0].targets[2]", "the same provider and model as targets[0]");

    [Fact]
    public void One_without_limits_may_stand_there_twice() => Problems.AssertNone(With(Sample.Target(), Sample.Target()));

    [Fact]
    public void A_fallback_has_no_limits() => Problems.AssertOne(
        Sample.Catalog() with { Models = [Sample.Model("m") with { Fallback = [Sample.Target(model: "a"), Sample.Target(model: "b") with { Limits = Limits }] }] },
        "models[0].fallback[1].limits", "only for targets");

    [Fact]
    public void The_limits_of_a_target_survive_the_round_trip()
    {
        var model = Sample.Model("m") with { Targets = [Sample.Target() with { Limits = Limits }] };

        var json = CatalogJson.Write(model);

        Assert.Contains("\"weight\":1,\"limits\":{\"requestsPerDay\":500,\"costPerDay\":20}", json, StringComparison.Ordinal);
        Assert.Equal(Limits, CatalogJson.Read<ModelSpec>(json).Targets[0].Limits);
    }
}
