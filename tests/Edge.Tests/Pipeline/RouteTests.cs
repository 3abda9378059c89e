using AiGateway.Core.Health;
using AiGateway.Core.Limits;
using AiGateway.Core.Money;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Prices;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Cluster;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Pipeline;

/// <summary>From the model's name to the keys that are tried, in their order.</summary>
public sealed class RouteTests
{
    private const string Yaml = """
        providers:
          - { id: a, baseUrl: 'http://a/', affinity: off, keys: [ { id: a1, secret: s, weight: 1000 }, { id: a2, secret: t, weight: 1 }, { id: a3, secret: u, disabled: true } ] }
          - { id: b, baseUrl: 'http://b/', keys: [ { id: b1, secret: v } ] }
          - { id: three, baseUrl: 'http://c/', keys: [ { id: c1, secret: w }, { id: c2, secret: x, tier: 1 }, { id: c3, secret: y, tier: 2 }, { id: c4, secret: z, tier: 3 } ] }
          - { id: demo, kind: demo }
        models:
          - { id: split, targets: [ { provider: a, model: x, weight: 95 }, { provider: b, model: y, weight: 5 } ] }
          - { id: chain, targets: [ { provider: a, model: x } ], fallback: [ { provider: a, model: x }, { provider: b, model: x }, { provider: b, model: x }, { provider: a, model: y }, { provider: demo, model: demo } ] }
          - { id: a/*, targets: [ { provider: a, model: 'models/*-latest' } ], fallback: [ { provider: b, model: '*' } ] }
          - { id: many/*, targets: [ { provider: three, model: '*' } ] }
          - { id: once, maxAttempts: 1, targets: [ { provider: a, model: z } ], fallback: [ { provider: b, model: z } ] }
          - { id: bare/*, targets: [ { provider: a, model: '*' } ] }
        consumers:
          - { id: team, keys: [ { secret: k } ], models: [ "*" ] }
          - { id: few, keys: [ { secret: l } ], models: [ split ] }
        """;

    private readonly FakeTimeProvider _time = new();
    private readonly RoutingTable _table = new TestCatalog(Yaml).Table;
    private readonly KeyViews _views = new();
    private readonly Router _router = new(new Splits());

    private KeySelector Keys => new(_views, Leases, new Dice(1), _time);

    private long Now => _time.MonotonicMs();

    [Fact]
    public void A_pattern_puts_the_callers_ending_where_the_star_is()
    {
        var call = Routed("a/gpt-4o");

        Assert.Equal("a/*", call.Route.ModelId);
        Assert.Equal([("a", "models/gpt-4o-latest"), ("b", "gpt-4o")], call.Route.Hops.Select(h => (h.Target.Provider.Id, h.Model)));
    }

    [Fact]
    public void A_fallback_that_repeats_what_was_tried_is_left_out() => Assert.Equal(
        [("a", "x"), ("b", "x"), ("a", "y"), ("demo", "demo")], Routed("chain").Route.Hops.Select(h => (h.Target.Provider.Id, h.Model)));

    [Theory]
    [InlineData("nothing", "team", 404)]
    [InlineData("bare/", "team", 404)]
    [InlineData("chain", "few", 403)]
    [InlineData("nothing", "few", 404)]
    public void What_leads_nowhere_or_is_not_allowed_is_refused(string model, string consumer, int status) =>
        Assert.Equal(status, _router.Run(Calls.Asking(model, _table, consumer))!.Status);

    [Fact]
    public void A_split_is_exact()
    {
        var toB = Enumerable.Range(0, 1_000).Count(_ => Routed("split").Route.Hops[0].Target.Provider.Id == "b");

        Assert.InRange(toB, 50, 50);
    }

    [Fact]
    public void A_split_goes_on_over_a_new_catalog_with_the_same_weights()
    {
        // Of twenty calls one goes to b: wherever in the twenty the catalog changes, it stays one.
        for (var change = 0; change < 20; change++)
        {
            var (router, other) = (new Router(new Splits()), new TestCatalog(Yaml + "\n# changed").Table);
            var toB = Enumerable.Range(0, 20).Count(n => Provider(router, n < change ? _table : other) == "b");
            Assert.Equal(1, toB);
        }
    }

    [Fact]
    public void A_split_with_new_weights_begins_anew()
    {
        var even = new TestCatalog(Yaml.Replace("weight: 95", "weight: 5", StringComparison.Ordinal)).Table;
        for (var i = 0; i < 7; i++)
            Provider(_router, _table);

        Assert.Equal(10, Enumerable.Range(0, 20).Count(_ => Provider(_router, even) == "b"));
    }

    [Fact]
    public void A_route_is_back_when_its_first_key_is()
    {
        var route = Routed("chain").Route;
        Assert.Equal(default, Keys.Outlook(route));

        _views["a1"].Apply(Status("a1", KeyHealthState.Throttled, 9_000), Now);
        _views["b1"].Apply(Status("b1", KeyHealthState.Open, 4_000), Now);
        _views["a3"].Apply(Status("a3", KeyHealthState.Open, 1), Now);

        Assert.Equal(new KeyOutlook(4_000, AllThrottled: false, AllOutOfQuota: false), Keys.Outlook(route));
    }

    [Fact]
    public async Task Hops_are_taken_in_order_and_each_key_once_at_each()
    {
        var hops = Hops("chain", new GatewaySettings { MaxAttempts = 20 });

        Assert.Equal(["a1:x", "a2:x", "b1:x", "a1:y", "a2:y", "-:demo"], await Tried(hops));
    }

    [Fact]
    public async Task A_chain_is_followed_to_its_end_before_a_target_is_asked_again() =>
        Assert.Equal(["a1:x", "b1:x", "a1:y", "-:demo"], await Tried(Hops("chain", new GatewaySettings())));

    [Fact]
    public async Task Three_attempts_are_made_where_nothing_else_is_said() =>
        Assert.Equal(["c1:x", "c2:x", "c3:x"], await Tried(Hops("many/x", new GatewaySettings())));

    [Fact]
    public async Task A_model_says_how_many_attempts_its_calls_get()
    {
        Assert.Equal(["a1:z"], await Tried(Hops("once", new GatewaySettings())));
        Assert.Equal(["c1:x", "c2:x"], await Tried(Hops("many/x", new GatewaySettings { MaxAttempts = 2 })));
    }

    [Fact]
    public async Task No_more_keys_are_tried_at_a_target_than_allowed() =>
        Assert.Equal(["a1:x", "b1:x", "a1:y", "-:demo"], await Tried(Hops("chain", new GatewaySettings { AttemptsPerTarget = 1, MaxAttempts = 20 })));

    [Fact]
    public async Task A_caller_that_asks_again_by_itself_gets_one_attempt_at_each_target()
    {
        var call = Routed("chain");
        call.Http.Request.Headers["x-stainless-retry-count"] = "1";

        Assert.Equal(["a1:x", "b1:x", "a1:y", "-:demo"], await Tried(Hops(call, new GatewaySettings { MaxAttempts = 20 })));
    }

    [Fact]
    public async Task A_provider_without_capacity_is_left_at_once()
    {
        var hops = Hops("chain", new GatewaySettings());
        Assert.Equal("a", (await hops.Next())!.Provider.Id);

        hops.Failed(Overloaded);

        Assert.Equal("b", (await hops.Next())!.Provider.Id);
    }

    [Fact]
    public async Task A_provider_without_capacity_is_asked_with_its_other_keys_when_nobody_stands_behind()
    {
        var hops = Hops("bare/x", new GatewaySettings());
        await hops.Next();

        hops.Failed(Overloaded);

        Assert.Equal("a2", (await hops.Next())!.Key!.Id);
    }

    [Fact]
    public async Task A_provider_that_forbids_to_ask_again_is_left_for_the_next_target()
    {
        var hops = Hops("chain", new GatewaySettings { MaxAttempts = 20 });
        await hops.Next();

        hops.Failed(Broken with { RetryForbidden = true });

        Assert.Equal("b", (await hops.Next())!.Provider.Id);
    }

    [Fact]
    public async Task Once_the_retry_budget_is_spent_a_target_in_trouble_is_asked_once_and_a_refused_key_is_still_replaced()
    {
        var budgets = new RetryBudgets(_time);
        while (budgets.Allows("bare/*"))
        {
            var spent = Hops(Routed("bare/x"), new GatewaySettings(), budgets);
            await spent.Next();
            spent.Failed(Broken);
            Assert.NotNull(await spent.Next());
        }

        var broken = Hops(Routed("bare/x"), new GatewaySettings(), budgets);
        await broken.Next();
        broken.Failed(Broken);
        Assert.Null(await broken.Next());

        var refused = Hops(Routed("bare/x"), new GatewaySettings(), budgets);
        await refused.Next();
        refused.Failed(new UpstreamFailure { Class = FailureClass.KeyDead, Scope = FailureScope.Key });
        Assert.NotNull(await refused.Next());
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(budgets.Allows("bare/*"));
    }

    [Fact]
    public async Task A_search_that_begins_anew_has_only_the_attempts_left_that_were_not_made()
    {
        var hops = Hops("many/x", new GatewaySettings());
        await hops.Next();
        await hops.Next();

        hops.Restart();

        Assert.Equal(["c1:x"], await Tried(hops));
    }

    private static Accounts Accounts => new(
        Leases,
        new Estimates(new PriceView(PriceList.Empty), new GatewaySettings()),
        TimeProvider.System);

    private static UpstreamFailure Broken => new() { Class = FailureClass.Transient, Scope = FailureScope.Endpoint };

    private static UpstreamFailure Overloaded => new() { Class = FailureClass.Overloaded, Scope = FailureScope.ProviderModel };

    private Hops Hops(string model, GatewaySettings settings) => Hops(Routed(model), settings);

    private Hops Hops(Exchange call, GatewaySettings settings, RetryBudgets? budgets = null) =>
        new(call, Keys, Accounts, budgets ?? new RetryBudgets(_time), settings);

    private static async Task<List<string>> Tried(Hops hops)
    {
        var tried = new List<string>();
        while (await hops.Next() is { } attempt)
            tried.Add($"{attempt.Key?.Id ?? "-"}:{attempt.Hop.Model}");
        return tried;
    }

    private static LeaseAgent Leases =>
        new(FakeGrains.New().Factory, new EdgeIdentity("edge", 1), LeaseTerms.Default, TimeProvider.System, NullLogger<LeaseAgent>.Instance);

    private Exchange Routed(string model)
    {
        var call = Calls.Asking(model, _table);
        Assert.Null(_router.Run(call));
        return call;
    }

    private static string Provider(Router router, RoutingTable table)
    {
        var call = Calls.Asking("split", table);
        Assert.Null(router.Run(call));
        return call.Route.Hops[0].Target.Provider.Id;
    }

    private static Grains.Keys.KeyStatus Status(string id, KeyHealthState state, long untilInMs) =>
        new() { KeyId = id, Epoch = 1, Version = 1, State = state, UntilInMs = untilInMs };
}
