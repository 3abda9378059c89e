using System.Security.Cryptography;
using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Tests.Catalog;

public sealed class RoutingTableTests
{
    private const string Yaml = """
        providers:
          - id: p
            baseUrl: https://p.example/v1/
            keys:
              - { id: k1, secret: sk-CANARY, weight: 3, quotaGroup: account, limits: { concurrent: 2 } }
              - { id: k2, secret: sk-two, disabled: true }
          - { id: demo, kind: demo }
        models:
          - id: chat
            targets: [ { provider: p, model: gpt-4o, weight: 95 }, { provider: demo, model: demo, weight: 5 } ]
            fallback: [ { provider: demo, model: demo } ]
          - id: p/*
            targets: [ { provider: p, model: "models/*-latest" } ]
          - id: plain
            aliases: [ simple ]
            targets: [ { provider: p, model: plain } ]
          - id: ~(?:oa|azure)/(.+)
            targets: [ { provider: p, model: "*" } ]
        consumers:
          - { id: a, keys: [ { secret: key of a }, { secret: another key of a } ], models: [ chat, p/* ], limits: { requestsPerMinute: 5 } }
          - { id: b, keys: [ { secret: key of b } ], disabled: true }
        """;

    private readonly SecretBox _box;
    private readonly ConsumerKeyDigest _digest;
    private readonly CatalogDocument _stored;
    private readonly RoutingTable _table;

    public RoutingTableTests()
    {
        var master = MasterKey.Generate();
        (_box, _digest) = (new SecretBox(master), new ConsumerKeyDigest(master));
        _stored = CatalogJson.Read(CatalogJson.Write(CatalogSealing.Seal(Files.Read(Yaml), _box, _digest)));
        _table = RoutingTable.Build(_stored, _box, version: 1);
    }

    [Fact]
    public void Providers_are_ready_to_be_called()
    {
        Assert.Equal("https://p.example/v1", _table.Providers["p"].BaseUrl);
        Assert.Equal(["k1", "k2"], _table.Providers["p"].Keys.Select(k => k.Id));
        Assert.Equal((ProviderKind.Demo, ""), (_table.Providers["demo"].Kind, _table.Providers["demo"].BaseUrl));
    }

    [Theory]
    [InlineData("plain", "plain", "plain")]
    [InlineData("simple", "plain", "plain")]
    [InlineData("azure/gpt-4o", "~(?:oa|azure)/(.+)", "gpt-4o")]
    public void A_model_is_found_by_its_aliases_and_by_what_its_expression_fits(string asked, string id, string upstream)
    {
        Assert.True(_table.Models.TryFind(asked, out var match));
        Assert.Equal((id, upstream), (match.Value.Spec.Id, match.Value.Targets[0].ModelFor(match.Star(asked))));
    }

    [Fact]
    public async Task Keys_are_found_by_id_with_the_header_that_presents_them()
    {
        using var request = new HttpRequestMessage();
        var key = _table.Keys["k1"];

        Assert.Same(_table.Providers["p"].Keys[0], key);
        await key.Credential.Present(request, default, null!, TestContext.Current.CancellationToken);
        Assert.Equal("Bearer sk-CANARY", request.Headers.Authorization!.ToString());
        Assert.Equal((3, false), (key.Weight, key.Disabled));
        Assert.Equal((1, true), (_table.Keys["k2"].Weight, _table.Keys["k2"].Disabled));
    }

    [Fact]
    public void An_account_is_limited_for_each_target_and_not_for_names_that_callers_make_up()
    {
        var limited = _table.Keys["k1"].LimitedFor("models/*", "models/anything")!;

        Assert.Equal("account/p/account/models/*", limited.Name);
        Assert.Equal(2, limited.Limits.Of(LimitDimension.Concurrent)!.Value.Bound);
        Assert.False(limited.Limits.Of(LimitDimension.Concurrent)!.Value.Hard);
        Assert.Same(limited, _table.Keys["k1"].LimitedFor("models/*", "models/another"));
        Assert.Null(_table.Keys["k2"].LimitedFor("x", "x"));
    }

    [Fact]
    public void Nothing_that_can_be_printed_shows_a_secret()
    {
        Assert.True(_table.Models.TryFind("chat", out var match));

        Assert.Equal("key k1", _table.Keys["k1"].ToString());
        Assert.DoesNotContain(
            [_table.Providers["p"].ToString(), match.Value.ToString(), match.Value.Targets[0].ToString()],
            text => text.Contains("CANARY", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_leads_to_its_targets_and_fallback()
    {
        Assert.True(_table.Models.TryFind("chat", out var match));

        Assert.Equal("chat", match.Value.Spec.Id);
        Assert.Equal([("p", 95), ("demo", 5)], match.Value.Targets.Select(t => (t.Provider.Id, t.Weight)));
        Assert.Same(_table.Providers["demo"], Assert.Single(match.Value.Fallback).Provider);
        Assert.Equal("gpt-4o", match.Value.Targets[0].ModelFor(match.Star("chat")));
        Assert.Equal(["chat", "p/*", "plain", "~(?:oa|azure)/(.+)"], _table.Routes.Select(r => r.Spec.Id));
    }

    [Fact]
    public void The_callers_ending_goes_where_the_star_is()
    {
        const string Asked = "p/gpt-4o";
        Assert.True(_table.Models.TryFind(Asked, out var match));

        Assert.Equal("models/gpt-4o-latest", match.Value.Targets[0].ModelFor(match.Star(Asked)));
    }

    [Fact]
    public void A_consumer_is_found_by_each_of_its_keys()
    {
        var consumer = _table.FindConsumer(_digest.Compute("key of a"));

        Assert.NotNull(consumer);
        Assert.Equal(("a", 5L, false), (consumer.Id, consumer.Limited!.Limits.Of(LimitDimension.RequestsPerMinute)!.Value.Bound, consumer.Disabled));
        Assert.True(consumer.Models.Allows("p/anything"));
        Assert.False(consumer.Models.Allows("other"));
        Assert.Same(consumer, _table.FindConsumer(_digest.Compute("another key of a")));
        Assert.Same(consumer, _table.Consumers["a"]);
        Assert.True(_table.FindConsumer(_digest.Compute("key of b"))!.Disabled);
    }

    [Theory]
    [InlineData("key of a ")]
    [InlineData("key of")]
    [InlineData("")]
    public void A_key_that_nobody_has_finds_nobody(string key) => Assert.Null(_table.FindConsumer(_digest.Compute(key)));

    [Fact]
    public void A_secret_of_another_installation_stops_the_table_and_names_the_key()
    {
        var refusal = Assert.Throws<CryptographicException>(() => RoutingTable.Build(_stored, new SecretBox(MasterKey.Generate()), version: 1));

        Assert.Contains("'k1'", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_catalog_that_was_not_sealed_is_refused() =>
        Assert.Throws<CryptographicException>(() => RoutingTable.Build(Files.Read(Yaml) with { Providers = [], Models = [] }, _box, version: 1));

    [Fact]
    public void The_empty_table_knows_nobody_and_leads_nowhere()
    {
        var empty = RoutingTable.Build(CatalogDocument.Empty, _box, version: 1);

        Assert.False(empty.Models.TryFind("chat", out _));
        Assert.Null(empty.FindConsumer(default));
        Assert.Empty(empty.Keys);
    }
}
