using System.Text.Json;
using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class CatalogJsonTests
{
    [Fact]
    public void A_member_that_is_left_out_takes_its_default()
    {
        var catalog = CatalogJson.Read("""
            {
              "providers": [ { "id": "p", "baseUrl": "http://p/", "keys": [ { "id": "k" } ] } ],
              "models": [ { "id": "m", "targets": [ { "provider": "p", "model": "x" } ] } ]
            }
            """);

        Assert.Equal(ProviderKind.OpenAi, catalog.Providers[0].Kind);
        Assert.Equal(1, catalog.Providers[0].Keys[0].Weight);
        Assert.Equal(1, catalog.Models[0].Targets[0].Weight);
        Assert.Empty(catalog.Models[0].Fallback);
        Assert.Empty(catalog.Consumers);
    }

    [Theory]
    [InlineData("""{ "models": null }""")]
    [InlineData("""{ "modles": [] }""")]
    [InlineData("""{ "models": [], "models": [] }""")]
    [InlineData("""{ "models": [ {} ] }""")]
    [InlineData("null")]
    public void What_is_not_a_catalog_is_refused(string json) =>
        Assert.Throws<JsonException>(() => CatalogJson.Read(json));

    [Fact]
    public void A_catalog_with_stored_secrets_survives_the_round_trip()
    {
        var catalog = Sample.Catalog().With(Sample.Provider("q") with
        {
            Keys = [new KeySpec { Id = "q-1", Secret = Secret.Sealed("v1.a.b"), Limits = new LimitSpec { Concurrent = 3 } }],
        });
        catalog = catalog with { Providers = [.. catalog.Providers.Where(p => p.Id == "q")] };
        catalog = catalog with
        {
            Consumers = [Sample.Consumer("c") with { Keys = [new ConsumerKeySpec { Secret = Secret.Digest("00"), Hint = "sk-gw-Ab…wXyZ" }] }],
        };

        var json = CatalogJson.Write(catalog);

        Assert.Equal(json, CatalogJson.Write(CatalogJson.Read(json)));
        Assert.Contains("\"sealed\":\"v1.a.b\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_secret_is_never_written() =>
        Assert.Throws<InvalidOperationException>(() => CatalogJson.Write(Sample.Catalog()));
}
