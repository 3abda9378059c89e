using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class CatalogValidatorTests
{
    [Fact]
    public void A_sound_catalog_has_no_problems() => Assert.Empty(CatalogValidator.Validate(Sample.Catalog()));

    [Fact]
    public void An_empty_catalog_has_no_problems() => Assert.Empty(CatalogValidator.Validate(CatalogDocument.Empty));

    [Fact]
    public void All_problems_are_found_at_once()
    {
        var catalog = new CatalogDocument
        {
            Providers = [Sample.Provider("p") with { BaseUrl = "nonsense" }],
            Models = [Sample.Model("m", provider: "gone")],
            Consumers = [Sample.Consumer("c") with { Limits = new LimitSpec { Concurrent = 0 } }],
        };

        Assert.Equal(
            ["providers[0].baseUrl", "models[0].targets[0].provider", "consumers[0].limits.concurrent"],
            CatalogValidator.Validate(catalog).Select(p => p.Path));
    }

    [Fact]
    public void A_null_in_a_list_is_a_problem_of_its_own()
    {
        var catalog = CatalogJson.Read("""{ "providers": [null], "models": [ { "id": "m", "targets": [null] } ], "consumers": [null] }""");

        Assert.Equal(
            ["providers[0]", "models[0].targets[0]", "consumers[0]"],
            CatalogValidator.Validate(catalog).Select(p => p.Path));
    }

    [Fact]
    public void Too_many_of_anything_is_one_problem_and_not_thousands()
    {
        var targets = Enumerable.Repeat(Sample.Target("gone"), CatalogBounds.TargetsPerModel + 1).ToArray();
        var fallback = Enumerable.Repeat(Sample.Target("gone"), CatalogBounds.FallbacksPerModel + 1).ToArray();
        var keys = Enumerable.Repeat(Sample.Key(""), CatalogBounds.KeysPerProvider + 1).ToArray();
        var catalog = new CatalogDocument
        {
            Providers = [Sample.Provider("p") with { Keys = keys }],
            Models = [Sample.Model("m") with { Targets = targets, Fallback = fallback }],
        };

        var problems = CatalogValidator.Validate(catalog);

        Assert.Equal(["providers[0].keys", "models[0].targets", "models[0].fallback"], problems.Select(p => p.Path));
        Assert.Contains("at most 16", problems[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_allowed_fallback_chain_passes()
    {
        var model = Sample.Model("m") with { Fallback = [.. Enumerable.Repeat(Sample.Target(weight: -7), CatalogBounds.FallbacksPerModel)] };

        Assert.Empty(CatalogValidator.Validate(Sample.Catalog() with { Models = [model] }));
    }
}
