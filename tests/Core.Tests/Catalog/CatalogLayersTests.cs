using AiGateway.Core.Catalog;
using CsCheck;

namespace AiGateway.Core.Tests.Catalog;

public sealed class CatalogLayersTests
{
    [Fact]
    public void The_catalog_is_the_union_of_both_layers()
    {
        var managed = new CatalogDocument
        {
            Providers = [Sample.Provider("q")],
            Models = [Sample.Model("n", "q"), Sample.Model("o", "p")],
            Consumers = [Sample.Consumer("d")],
        };

        var (document, problems) = new CatalogLayers(Sample.Catalog(), managed).Merge();

        Assert.Empty(problems);
        Assert.Empty(CatalogValidator.Validate(document));
        Assert.Equal(["p", "q"], document.Providers.Select(p => p.Id));
        Assert.Equal(["m", "n", "o"], document.Models.Select(m => m.Id));
        Assert.Equal(["c", "d"], document.Consumers.Select(c => c.Id));
    }

    [Fact]
    public void A_managed_consumer_may_have_limits_for_a_model_of_the_file()
    {
        var limits = new LimitSpec { CostPerDay = 1 };
        var managed = new CatalogDocument
        {
            Providers = [Sample.Provider("q") with { Keys = [Sample.Key("q-1") with { ModelLimits = [new() { Model = "x", Limits = limits }] }] }],
            Consumers = [Sample.Consumer("d") with { ModelLimits = [new() { Model = "m", Limits = limits }], Priority = ConsumerPriority.Low }],
        };

        var document = new CatalogLayers(Sample.Catalog(), managed).Merge().Document;

        Assert.Empty(CatalogValidator.Validate(document));
        Assert.Equal(limits, ModelLimits.Of(document.Providers[1], document.Providers[1].Keys[0], "x"));
        Assert.Equal((limits, ConsumerPriority.Low), (ModelLimits.Of(document.Consumers[1], "m"), document.Consumers[1].Priority));
        Problems.AssertOne(document.WithoutModel("m"), "consumers[1].modelLimits[0].model", "model 'm' is not declared");
    }

    [Fact]
    public void An_id_in_both_layers_is_a_problem_and_the_files_entity_stands()
    {
        var managed = new CatalogDocument
        {
            Providers = [Sample.Provider("x"), Sample.Provider("p") with { BaseUrl = "http://managed/" }],
            Models = [Sample.Model("m") with { Timeouts = new TimeoutSpec() }],
            Consumers = [Sample.Consumer("c") with { Disabled = true }],
        };

        var (document, problems) = new CatalogLayers(Sample.Catalog(), managed).Merge();

        Assert.Equal(["providers[1].id", "models[0].id", "consumers[0].id"], problems.Select(p => p.Path));
        Assert.Equal("provider 'p' is declared in the catalog file; change it there", problems[0].Message);
        Assert.Equal("https://api.example.com/v1", document.Providers[0].BaseUrl);
        Assert.Null(document.Models[0].Timeouts);
        Assert.False(document.Consumers[0].Disabled);
    }

    [Fact]
    public void A_key_id_in_both_layers_is_a_problem_because_keys_are_known_by_id_alone()
    {
        var managed = new CatalogDocument { Providers = [Sample.Provider("q") with { Keys = [Sample.Key("q-1"), Sample.Key("p-1")] }] };

        var (document, problems) = new CatalogLayers(Sample.Catalog(), managed).Merge();

        Assert.Equal("providers[0].keys[1].id", Assert.Single(problems).Path);
        Assert.Equal("q-1", Assert.Single(document.Providers[1].Keys).Id);
    }

    [Fact]
    public void A_merge_never_loses_an_entity_and_never_doubles_one()
    {
        var ids = Gen.Char["abcdef"].Select(c => c.ToString()).Array[0, 6].Select(names => names.Distinct().ToArray());
        var layer = Gen.Select(ids, ids, ids, (providers, models, consumers) => new CatalogDocument
        {
            Providers = [.. providers.Select(Sample.Provider)],
            Models = [.. models.Select(id => Sample.Model(id))],
            Consumers = [.. consumers.Select(Sample.Consumer)],
        });

        Gen.Select(layer, layer).Sample((file, managed) =>
        {
            var (document, problems) = new CatalogLayers(file, managed).Merge();
            return SameIds(file.Providers, managed.Providers, document.Providers, p => p.Id)
                && SameIds(file.Models, managed.Models, document.Models, m => m.Id)
                && SameIds(file.Consumers, managed.Consumers, document.Consumers, c => c.Id)
                && file.Providers.All(document.Providers.Contains)
                && problems.Count == Count(file) + Count(managed) - Count(document);
        });
    }

    private static bool SameIds<T>(IReadOnlyList<T> file, IReadOnlyList<T> managed, IReadOnlyList<T> merged, Func<T, string> id) =>
        merged.Select(id).Order().SequenceEqual(file.Concat(managed).Select(id).Distinct().Order());

    private static int Count(CatalogDocument document) => document.Providers.Count + document.Models.Count + document.Consumers.Count;
}
