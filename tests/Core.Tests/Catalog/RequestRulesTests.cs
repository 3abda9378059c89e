using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Requests;

namespace AiGateway.Core.Tests.Catalog;

public sealed class RequestRulesTests
{
    public static TheoryData<RequestSpec, string, string> Broken() => new()
    {
        { new() { Defaults = new() { Temperature = 2.1 } }, "defaults.temperature", "0–2" },
        { new() { Defaults = new() { Temperature = double.NaN } }, "defaults.temperature", "0–2" },
        { new() { Defaults = new() { TopP = -0.1 } }, "defaults.topP", "0–1" },
        { new() { Overrides = new() { ReasoningEffort = "much" } }, "overrides.reasoningEffort", "none, minimal, low" },
        { new() { Overrides = new() { MaxOutputTokens = 0 } }, "overrides.maxOutputTokens", "1–10,000,000" },
        { new() { Overrides = new() { ServiceTier = "fast" } }, "overrides.serviceTier", "auto, default, flex, priority" },
        { new() { Caps = new() { Temperature = -1 } }, "caps.temperature", "0–2" },
        { new() { Caps = new() { ReasoningEffort = "" } }, "caps.reasoningEffort", "must be one of" },
        { new() { Caps = new() { MaxOutputTokens = int.MaxValue } }, "caps.maxOutputTokens", "1–10,000,000" },
        { new() { Caps = new() { MaxOutputTokens = 10 }, Defaults = new() { MaxOutputTokens = 11 } }, "defaults.maxOutputTokens", "is above caps.maxOutputTokens" },
        { new() { Caps = new() { Temperature = 1 }, Overrides = new() { Temperature = 1.1 } }, "overrides.temperature", "is above caps.temperature" },
        { new() { Caps = new() { ReasoningEffort = "low" }, Defaults = new() { ReasoningEffort = "high" } }, "defaults.reasoningEffort", "is above caps.reasoningEffort" },
    };

    public static TheoryData<AutoRuleSpec, string, string> BrokenRules() => new()
    {
        { new() { Model = "", HasTools = true }, ".model", "is missing" },
        { new() { Model = "auto", HasTools = true }, ".model", "is the model itself" },
        { new() { Model = "smal", HasTools = true }, ".model", "did you mean 'small'?" },
        { new() { Model = "a b", HasTools = true }, ".model", "is not the id of any model" },
        { new() { Model = "gpt-*", HasTools = true }, ".model", "is a pattern" },
        { new() { Model = "other-auto", HasTools = true }, ".model", "chooses by rules itself" },
        { new() { Model = "small", PromptTokensAtLeast = 0 }, ".promptTokensAtLeast", "1–1,000,000,000" },
        { new() { Model = "small", PromptTokensAtMost = -1 }, ".promptTokensAtMost", "1–1,000,000,000" },
        { new() { Model = "small", PromptTokensAtLeast = 10, PromptTokensAtMost = 9 }, ".promptTokensAtMost", "no call fits" },
        { new() { Model = "small", Operation = (ProviderOperation)99 }, ".operation", "must be one of chat" },
        { new() { Model = "small", Header = new() { Name = "x y", Value = "v" } }, ".header.name", "the name of a header" },
        { new() { Model = "small", Header = new() { Name = "x", Value = "" } }, ".header.value", "1–256" },
        { new() { Model = "small" }, "", "put it last" },
    };

    private static CatalogDocument With(ModelSpec model) => new()
    {
        Providers = [Sample.Provider("p")],
        Models = [model, Sample.Model("small"), Sample.Model("gpt-*"), Sample.Model("other-auto") with { Auto = [new() { Model = "small" }] }],
    };

    [Fact]
    public void What_a_model_could_be_asked_for_passes()
    {
        var request = new RequestSpec
        {
            Defaults = new() { Temperature = 0.5, TopP = 1, ReasoningEffort = "low", MaxOutputTokens = 100, ServiceTier = "auto" },
            Caps = new() { Temperature = 1, ReasoningEffort = "medium", MaxOutputTokens = 4_096 },
            Overrides = new() { ServiceTier = "flex" },
        };

        Problems.AssertNone(With(Sample.Model("m") with { Request = request, Context = 128_000 }));
        Problems.AssertNone(new CatalogDocument { Consumers = [Sample.Consumer("c") with { Request = request }] });
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Anything_else_is_refused_at_models_and_at_consumers(RequestSpec request, string field, string fragment)
    {
        Problems.AssertOne(With(Sample.Model("m") with { Request = request }), $"models[0].request.{field}", fragment);
        Problems.AssertOne(new CatalogDocument { Consumers = [Sample.Consumer("c") with { Request = request }] }, $"consumers[0].request.{field}", fragment);
    }

    [Fact]
    public void A_context_has_tokens() => Problems.AssertOne(With(Sample.Model("m") with { Context = 0 }), "models[0].context", "1–1,000,000,000");

    [Fact]
    public void Rules_lead_to_models_that_answer() => Problems.AssertNone(With(Sample.Model("auto") with
    {
        Auto =
        [
            new() { Model = "small", HasTools = false, PromptTokensAtMost = 2_000, Header = new() { Name = "x-tier", Value = "gold" }, Operation = ProviderOperation.Chat },
            new() { Model = "small" },
        ],
    }));

    [Theory]
    [MemberData(nameof(BrokenRules))]
    public void Rules_that_lead_nowhere_or_to_no_end_are_refused(AutoRuleSpec rule, string field, string fragment) => Problems.AssertOne(
        With(Sample.Model("auto") with { Auto = [rule, new() { Model = "small", Stream = true }] }), $"models[0].auto[0]{field}", fragment);

    [Fact]
    public void All_of_it_survives_the_round_trip_as_json()
    {
        var model = Sample.Model("m") with
        {
            Aliases = ["n"], Context = 1_000, Request = new() { Caps = new() { MaxOutputTokens = 5 } }, Auto = [new() { Model = "small", Header = new() { Name = "x", Value = "v" } }],
        };

        var json = CatalogJson.Write(model);

        Assert.Contains(
            "\"aliases\":[\"n\"],\"context\":1000,\"request\":{\"caps\":{\"maxOutputTokens\":5}},\"auto\":[{\"model\":\"small\",\"header\":{\"name\":\"x\",\"value\":\"v\"}}]", json, StringComparison.Ordinal);
        Assert.Equal(json, CatalogJson.Write(CatalogJson.Read<ModelSpec>(json)));
    }
}
