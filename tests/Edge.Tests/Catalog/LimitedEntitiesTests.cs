using AiGateway.Edge.Catalog;
using AiGateway.Edge.Tests.Fakes;

namespace AiGateway.Edge.Tests.Catalog;

public sealed class LimitedEntitiesTests
{
    private static readonly RoutingTable Table = new TestCatalog("""
        providers:
          - id: p
            baseUrl: 'http://p/v1'
            keys:
              - { id: k1, secret: a, quotaGroup: main, limits: { requestsPerMinute: 60 } }
              - { id: k2, secret: b, quotaGroup: main, limits: { requestsPerMinute: 60 } }
              - { id: k3, secret: c }
          - { id: free, baseUrl: 'http://free/v1', keys: [ { id: f, secret: d } ] }
        models:
          - id: chat
            limits: { concurrent: 9 }
            targets: [ { provider: p, model: gpt, limits: { requestsPerDay: 500 } }, { provider: free, model: gpt } ]
            fallback: [ { provider: p, model: small } ]
          - { id: other, targets: [ { provider: free, model: other } ] }
        consumers:
          - { id: team, keys: [ { secret: one } ], models: [ "*" ], limits: { tokensPerDay: 5 }, modelLimits: [ { model: chat, limits: { concurrent: 1 } } ] }
          - { id: guest, keys: [ { secret: two } ], models: [ "*" ] }
        """).Table;

    [Fact]
    public void A_consumers_are_its_own_and_those_for_single_models() =>
        Assert.Equal(["consumer/team", "consumer/team/chat"], Names(LimitedEntities.OfConsumer(Table, Table.Consumers["team"])));

    [Fact]
    public void A_models_are_its_own_and_its_targets() =>
        Assert.Equal(["model/chat", "target/chat@p/gpt"], Names(LimitedEntities.OfModel(Table.Routes[0])));

    [Fact]
    public void An_account_that_several_keys_share_is_one() =>
        Assert.Equal(["account/p/main/gpt", "account/p/main/small"], Names(LimitedEntities.OfProvider(Table, Table.Providers["p"])));

    [Fact]
    public void What_has_no_limits_has_no_owner()
    {
        Assert.Empty(LimitedEntities.OfConsumer(Table, Table.Consumers["guest"]));
        Assert.Empty(LimitedEntities.OfModel(Table.Routes[1]));
        Assert.Empty(LimitedEntities.OfProvider(Table, Table.Providers["free"]));
    }

    private static IEnumerable<string> Names(IEnumerable<LimitedEntity> entities) => entities.Select(entity => entity.Name).Order(StringComparer.Ordinal);
}
