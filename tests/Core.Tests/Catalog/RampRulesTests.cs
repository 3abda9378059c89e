using System.Text.Json;
using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class RampRulesTests
{
    private static readonly TargetName New = new() { Provider = "p", Model = "new" };
    private static readonly RampSpec Usual = new() { Target = New };

    public static TheoryData<string, string, RampSpec> Wrong => new()
    {
        { "target", "is none of the model's targets", new RampSpec { Target = New with { Model = "newer" } } },
        { "target", "is none of the model's targets", new RampSpec { Target = New with { Provider = "q" } } },
        { "target", "must name provider and model", new RampSpec { Target = New with { Model = "" } } },
        { "target", "must name provider and model", new RampSpec { Target = null! } },
        { "steps", "must be 1–50 shares", Usual with { Steps = [] } },
        { "steps", "must be 1–50 shares", Usual with { Steps = [.. Enumerable.Range(1, 51).Select(i => (decimal)i)] } },
        { "steps", "begin lower", Usual with { Steps = [100] } },
        { "steps[0]", "0.01–100 percent", Usual with { Steps = [0] } },
        { "steps[1]", "0.01–100 percent", Usual with { Steps = [1, 100.01m] } },
        { "steps[0]", "at most two decimals", Usual with { Steps = [0.125m] } },
        { "steps[2]", "steps must rise", Usual with { Steps = [1, 5, 5] } },
        { "stepMs", "100–604,800,000 milliseconds", Usual with { StepMs = 99 } },
        { "minimumCalls", "10–1,000,000", Usual with { MinimumCalls = 9 } },
        { "marginPercent", "0–50 percent", Usual with { MarginPercent = 51 } },
        { "marginPercent", "0–50 percent", Usual with { MarginPercent = -1 } },
        { "pauseAfterMs", "100–604,800,000 milliseconds", Usual with { PauseAfterMs = 604_800_001 } },
        { "slowerBy", "1.1–100", Usual with { SlowerBy = 1 } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_no_ramp_could_go_by_is_refused_with_what_to_do(string member, string fragment, RampSpec ramp) =>
        Problems.AssertOne(With(ramp, Sample.Target(model: "old"), Sample.Target(model: "new", weight: 0)), $"models[0].ramp.{member}", fragment);

    [Fact]
    public void A_ramp_of_a_target_beside_others_passes_with_or_without_its_numbers()
    {
        Problems.AssertNone(With(Usual, Sample.Target(model: "old"), Sample.Target(model: "new", weight: 0)));
        Problems.AssertNone(With(
            Usual with { Steps = [0.01m, 99.99m, 100], StepMs = 100, MinimumCalls = 10, MarginPercent = 0, PauseAfterMs = 100, SlowerBy = 1.1m, Promote = RampPromotion.Manual },
            Sample.Target(model: "new"), Sample.Target(model: "old")));
    }

    [Fact]
    public void Somebody_must_take_the_rest()
    {
        Problems.AssertOne(With(Usual, Sample.Target(model: "new")), "models[0].ramp.target", "give another target a weight");
        Problems.AssertOne(With(Usual, Sample.Target(model: "new"), Sample.Target(model: "old", weight: 0)), "models[0].ramp.target", "give another target a weight");
        Problems.AssertOne(With(Usual, Sample.Target(model: "new"), Sample.Target(model: "new"), Sample.Target(model: "old")), "models[0].ramp.target", "more than once");
    }

    [Fact]
    public void A_ramp_survives_the_round_trip_through_json()
    {
        var json = CatalogJson.Write(Usual with { Steps = [0.5m, 25], StepMs = 1_000, MinimumCalls = 50, MarginPercent = 0.5m, PauseAfterMs = 2_000, SlowerBy = 1.5m, Promote = RampPromotion.Manual });

        Assert.Equal(
            """{"target":{"provider":"p","model":"new"},"steps":[0.5,25],"stepMs":1000,"minimumCalls":50,"marginPercent":0.5,"pauseAfterMs":2000,"slowerBy":1.5,"promote":"manual"}""", json);
        Assert.Equal(json, CatalogJson.Write(CatalogJson.Read<RampSpec>(json)));
        Assert.Throws<JsonException>(() => CatalogJson.Read<RampSpec>("""{"target":{"provider":"p","model":"new","weight":1}}"""));
    }

    private static CatalogDocument With(RampSpec ramp, params TargetSpec[] targets) =>
        Sample.Catalog() with { Models = [new ModelSpec { Id = "m", Targets = targets, Ramp = ramp }] };
}
