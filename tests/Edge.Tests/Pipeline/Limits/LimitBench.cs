using AiGateway.Core.Limits;
using AiGateway.Core.Money;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Prices;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Tests.Pipeline.Limits;

/// <summary>A gateway with one consumer, three models and one provider, and what the catalog limits of them. The first key is asked first.</summary>
internal sealed class LimitBench(string yaml, GatewaySettings? settings = null) : IDisposable
{
    public TestGateway Gateway { get; } = new(yaml, settings);

    /// <param name="own">Limits of the consumer.</param>
    /// <param name="ofModel">Its limits on model <c>chat</c>.</param>
    /// <param name="model">Limits of model <c>shared</c>.</param>
    /// <param name="key">Limits of the first key's account.</param>
    /// <param name="second">Limits of the second key's account.</param>
    public static LimitBench Of(string own = "{}", string ofModel = "{}", string model = "{}", string key = "{}", string second = "{}", GatewaySettings? settings = null) => new($$"""
        providers:
          - { id: p, baseUrl: 'http://p/v1', affinity: off, keys: [ { id: k1, secret: ONE, weight: 1000, limits: {{key}} }, { id: k2, secret: TWO, limits: {{second}} } ] }
          - { id: q, baseUrl: 'http://q/v1', keys: [ { id: k3, secret: THREE } ] }
        models:
          - { id: chat, targets: [ { provider: p, model: gpt } ] }
          - { id: newer, targets: [ { provider: p, model: gpt-5-mini } ] }
          - { id: shared, targets: [ { provider: p, model: gpt } ], limits: {{model}} }
          - { id: chained, targets: [ { provider: p, model: gpt } ], fallback: [ { provider: q, model: gpt } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ], limits: {{own}}, modelLimits: [ { model: chat, limits: {{ofModel}} } ] }
          - { id: other, keys: [ { secret: another key } ], models: [ "*" ] }
        """, settings);

    public LimitedEntity Consumer => Gateway.Catalog.Table.Consumers["team"].Limited!;

    public LimitedEntity OfModel => Gateway.Catalog.Table.Consumers["team"].LimitedFor("chat")!;

    public LimitedEntity Account(string key) => Gateway.Catalog.Table.Keys[key].LimitedFor("gpt", "gpt")!;

    public long Available(LimitedEntity entity, LimitDimension dimension) =>
        Gateway.Leases.For(entity).Account.Available(dimension, Gateway.Time.MonotonicMs());

    public int InUse(LimitedEntity entity) => Gateway.Leases.InUse(entity.Name);

    /// <summary>The owner knows of all that was given back: a report that was under way may have left before.</summary>
    public async Task Told(LimitedEntity entity)
    {
        await Gateway.Leases.For(entity).Report()!;
        await Gateway.Leases.For(entity).Report()!;
    }

    public CallerStanding Standing(LimitedEntity entity) =>
        Gateway.Leases.For(entity).Account.Standing(entity.Limits, Gateway.Time.MonotonicMs());

    public async Task<Caller> Chat(string model = "chat", int? maxTokens = null, string key = Fakes.TestCatalog.ConsumerKey)
    {
        Gateway.Provider.Answers(200, TestGateway.Answer());
        return await Gateway.Call(Body(model, maxTokens), key);
    }

    public static string Body(string model = "chat", int? maxTokens = null) => maxTokens is { } cap
        ? $$"""{"model":"{{model}}","max_tokens":{{cap}},"messages":[{"role":"user","content":"hi"}]}"""
        : $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hi"}]}""";

    /// <summary>2,000 and 5,000 billionths a token.</summary>
    public LimitBench Priced()
    {
        Gateway.Prices.Replace(new PriceList([new PriceSpec { Provider = "p", Model = "*", Input = new Usd(2_000_000_000), Output = new Usd(5_000_000_000) }]));
        return this;
    }

    /// <summary>What went to the provider last.</summary>
    public string LastBody => Gateway.Provider.Requests[^1].Body;

    /// <summary>The keys that were asked, in order.</summary>
    public IReadOnlyList<string> Keys => [.. Gateway.Provider.Requests.Select(request => request.Authorization!["Bearer ".Length..])];

    public void Dispose() => Gateway.Dispose();
}
