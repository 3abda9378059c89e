using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Tests.Fakes;

namespace AiGateway.Edge.Tests.Pipeline;

public sealed class StickySplitTests
{
    private const int Users = 2_000;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(25)]
    public void Values_are_divided_nearly_as_the_weights_say(int share) =>
        Assert.InRange(Users100(Canaries(Table(share))), share - 2, share + 2);

    [Fact]
    public void As_a_share_rises_nobody_goes_back()
    {
        var canaries = new HashSet<int>();
        foreach (var share in new[] { 1, 5, 10, 25, 50, 75, 100 })
        {
            var now = Canaries(Table(share));
            Assert.Superset(canaries, now);
            Assert.True(now.Count > canaries.Count);
            canaries = now;
        }
        Assert.Equal(Users, canaries.Count);
    }

    [Fact]
    public void Every_edge_and_every_order_of_the_targets_comes_to_the_same_result()
    {
        var table = Table(25);
        var turned = new TestCatalog(Yaml("{ by: header, header: x-user-id }", "{ provider: b, model: y, weight: 25 }, { provider: a, model: x, weight: 75 }")).Table;

        Assert.Equal(Canaries(table), Canaries(table));
        Assert.Equal(Canaries(table), Canaries(turned));
    }

    [Fact]
    public void Two_models_draw_different_values()
    {
        var one = Canaries(Table(25));
        var other = Canaries(new TestCatalog(Yaml("{ by: header, header: x-user-id }").Replace("id: split", "id: other", StringComparison.Ordinal)).Table, "other");

        Assert.InRange(100 * one.Intersect(other).Count() / one.Count, 10, 40);
    }

    [Fact]
    public void A_consumer_keeps_to_one_target()
    {
        var table = new TestCatalog(Yaml("{ by: consumer }")).Table;
        var router = new Router(new Splits());

        foreach (var consumer in new[] { "team", "rest" })
            Assert.Single(Enumerable.Range(0, 50).Select(_ => Target(router, Calls.Asking("split", table, consumer))).Distinct());
    }

    [Fact]
    public void A_conversation_keeps_to_one_target_and_two_of_them_need_not()
    {
        var table = new TestCatalog(Yaml("{ by: conversation }")).Table;
        var router = new Router(new Splits());

        var targets = Enumerable.Range(0, 50).Select(session => Assert.Single(Enumerable.Range(0, 3).Select(_ => Target(router, Session(table, session))).Distinct()));

        Assert.Equal(2, targets.Distinct().Count());

        static Exchange Session(RoutingTable table, int session)
        {
            var call = Calls.Asking("split", table);
            call.Http.Request.Headers["x-session-id"] = $"session-{session}";
            return call;
        }
    }

    [Fact]
    public void Calls_with_nothing_to_keep_to_are_divided_exactly()
    {
        var (router, table) = (new Router(new Splits()), Table(25));

        Assert.Equal(250, Enumerable.Range(0, 1_000).Count(_ => Target(router, Calls.Asking("split", table)) == "b"));
    }

    [Fact]
    public void A_target_without_weight_gets_nobody() => Assert.Empty(Canaries(Table(0)));

    private static double Users100(HashSet<int> users) => 100.0 * users.Count / Users;

    private static HashSet<int> Canaries(RoutingTable table, string model = "split")
    {
        var router = new Router(new Splits());
        return [.. Enumerable.Range(0, Users).Where(user =>
        {
            var call = Calls.Asking(model, table);
            call.Http.Request.Headers["X-User-Id"] = $"user-{user}";
            return Target(router, call) == "b";
        })];
    }

    private static string Target(Router router, Exchange call)
    {
        Assert.Null(router.Run(call));
        return call.Route.Hops[0].Target.Provider.Id;
    }

    private static RoutingTable Table(int share) => new TestCatalog(Yaml(
        "{ by: header, header: x-user-id }", $"{{ provider: a, model: x, weight: {100 - share} }}, {{ provider: b, model: y, weight: {share} }}")).Table;

    private static string Yaml(string sticky, string targets = "{ provider: a, model: x, weight: 75 }, { provider: b, model: y, weight: 25 }") => $$"""
        providers:
          - { id: a, baseUrl: 'http://a/', keys: [ { id: a1, secret: s } ] }
          - { id: b, baseUrl: 'http://b/', keys: [ { id: b1, secret: t } ] }
        models:
          - { id: split, sticky: {{sticky}}, targets: [ {{targets}} ] }
        consumers:
          - { id: team, keys: [ { secret: k } ], models: [ "*" ] }
          - { id: rest, keys: [ { secret: l } ], models: [ "*" ] }
        """;
}
