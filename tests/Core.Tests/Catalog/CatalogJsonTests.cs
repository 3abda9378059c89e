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

        Assert.Null(catalog.Providers[0].Kind);
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
    public void Every_member_of_limits_survives_the_round_trip()
    {
        var limits = LimitRulesTests.All() with
        {
            TimeZone = "Asia/Shanghai", Soft = ["tokensPerDay"], Hard = ["costPerDay", "costPerMonth"], Tokens = ReservationMode.Expected,
        };

        var json = CatalogJson.Write(limits);

        Assert.Equal(limits, CatalogJson.Read<LimitSpec>(json));
        Assert.EndsWith(
            """
            "costPerDay":0.7,"costPerMonth":8.000000001,"concurrent":9,"timeZone":"Asia/Shanghai","soft":["tokensPerDay"],"hard":["costPerDay","costPerMonth"],"tokens":"expected"}
            """.Trim(),
            json,
            StringComparison.Ordinal);
        Assert.Equal("{}", CatalogJson.Write(new LimitSpec()));
    }

    [Fact]
    public void Limits_of_models_and_a_priority_survive_the_round_trip()
    {
        var entry = new ModelLimitSpec { Model = "m", Limits = new() { CostPerDay = 1 } };
        var catalog = new CatalogDocument
        {
            Providers = [new() { Id = "p", Keys = [new() { Id = "k", QuotaGroup = "g", ModelLimits = [entry] }] }],
            Models = [Sample.Model("m") with { Limits = new() { TokensPerMonth = 2 } }],
            Consumers = [new() { Id = "c", ModelLimits = [entry], Priority = ConsumerPriority.High }],
        };

        var read = CatalogJson.Read(CatalogJson.Write(catalog));

        Assert.Equal([entry], read.Providers[0].Keys[0].ModelLimits);
        Assert.Equal(2, read.Models[0].Limits?.TokensPerMonth);
        Assert.Equal([entry], read.Consumers[0].ModelLimits);
        Assert.Equal(ConsumerPriority.High, read.Consumers[0].Priority);
        Assert.Equal(ConsumerPriority.Normal, CatalogJson.Read<ConsumerSpec>("""{ "id": "c" }""").Priority);
    }

    [Theory]
    [InlineData("""{ "requestsPerMinute": 1.5 }""", "$.requestsPerMinute", "must be a whole number")]
    [InlineData("""{ "requestsPerMinute": 1e309 }""", "$.requestsPerMinute", "must be a whole number")]
    [InlineData("""{ "requestsPerMinute": "60" }""", "$.requestsPerMinute", "must be a whole number")]
    [InlineData("""{ "tokensPerMonth": true }""", "$.tokensPerMonth", "must be a whole number")]
    [InlineData("""{ "costPerDay": 1e309 }""", "$.costPerDay", "must be an amount of US dollars")]
    [InlineData("""{ "costPerDay": "5" }""", "$.costPerDay", "must be an amount of US dollars")]
    [InlineData("""{ "costPerDay": [5] }""", "$.costPerDay", "must be an amount of US dollars")]
    [InlineData("""{ "soft": "tokensPerDay" }""", "$.soft", "must be a list of names")]
    [InlineData("""{ "hard": [ null ] }""", "$.hard", "must be a list of names")]
    [InlineData("""{ "hard": [ [ "a" ] ] }""", "$.hard", "must be a list of names")]
    [InlineData("""{ "tokens": "Strict" }""", "$.tokens", "must be one of strict, expected")]
    [InlineData("""{ "tokens": 1 }""", "$.tokens", "must be one of strict, expected")]
    [InlineData("""{ "costPerDay": 1, "costPerDay": 2 }""", "$.costPerDay", "uplicate")]
    [InlineData("""{ "costPerYear": 1 }""", "$.costPerYear", "costPerYear")]
    public void A_limit_of_the_wrong_kind_is_refused_with_its_place_and_what_it_must_be(string json, string path, string fragment)
    {
        var problem = Assert.Throws<JsonException>(() => CatalogJson.Read<LimitSpec>(json));

        Assert.Equal(path, problem.Path);
        Assert.Contains(fragment, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_secret_is_never_written() =>
        Assert.Throws<InvalidOperationException>(() => CatalogJson.Write(Sample.Catalog()));
}
