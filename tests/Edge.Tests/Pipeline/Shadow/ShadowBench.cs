using AiGateway.Core.Usage;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Shadow;
using AiGateway.Edge.Tests.Fakes;

namespace AiGateway.Edge.Tests.Pipeline.Shadow;

/// <summary>A model with a shadow at another provider, a consumer that consents to it and one that does not.</summary>
internal sealed class ShadowBench : IDisposable
{
    public const string Silent = "another key";

    private readonly string _yaml;

    /// <param name="shadow">Further members of the shadow.</param>
    /// <param name="own">Limits of the consumer that consents.</param>
    /// <param name="key">Further members of the shadow's key.</param>
    /// <param name="settings">Of the gateway.</param>
    public ShadowBench(string shadow = "", string own = "{}", string key = "", GatewaySettings? settings = null)
    {
        _yaml = $$"""
            providers:
              - { id: main, baseUrl: 'http://main/v1', keys: [ { id: m1, secret: ONE } ] }
              - { id: rival, baseUrl: 'http://rival/v1', keys: [ { id: r1, secret: TWO{{key}} } ] }
            models:
              - { id: chat, targets: [ { provider: main, model: gpt } ], shadow: { provider: rival, model: new-model{{shadow}} } }
              - { id: any/*, targets: [ { provider: main, model: '*' } ], shadow: { provider: rival, model: 'their-*' } }
            consumers:
              - { id: team, shadow: true, keys: [ { secret: the caller's own key } ], models: [ "*" ], limits: {{own}} }
              - { id: silent, keys: [ { secret: {{Silent}} } ], models: [ "*" ] }
            """;
        Gateway = new TestGateway(_yaml, settings);
        Rival = Gateway.Provider.At("rival");
    }

    public TestGateway Gateway { get; }

    public ScriptedProvider Rival { get; }

    /// <summary>Its consumers' own calls.</summary>
    public IReadOnlyList<UsageRecord> Calls => [.. Gateway.Records.Where(record => record.Shadow is null)];

    public IReadOnlyList<UsageRecord> Copies => [.. Gateway.Records.Where(record => record.Shadow == true)];

    public ShadowLane Lane => Gateway.Shadows.Find("chat")!;

    public async Task<Caller> Chat(string? body = null, string key = TestCatalog.ConsumerKey)
    {
        Gateway.Provider.Answers(200, TestGateway.Answer());
        return await Gateway.Call(body ?? TestGateway.Chat(), key);
    }

    /// <summary>Waits until so many copies have been answered, or have failed.</summary>
    public Task Copied(int copies) => Eventually.Holds(() => Copies.Count == copies);

    /// <summary>Nothing waits and nothing is under way.</summary>
    public Task Quiet() => Eventually.Holds(() => Lane is { Queued: 0, UnderWay: 0 });

    /// <summary>The catalog changes while copies wait.</summary>
    public void Change(string from, string to)
    {
        var catalog = new TestCatalog(_yaml.Replace(from, to, StringComparison.Ordinal));
        Gateway.CatalogView.Replace(catalog.Snapshot, catalog.Table);
    }

    public void Dispose() => Gateway.Dispose();
}
