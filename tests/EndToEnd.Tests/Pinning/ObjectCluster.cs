using AiGateway.EndToEnd.Tests.Cluster;

namespace AiGateway.EndToEnd.Tests.Pinning;

/// <summary>Two silos and two edges before a provider with two accounts, for all tests of what it keeps. Each has callers of its own.</summary>
public sealed class ObjectCluster : IAsyncLifetime
{
    /// <summary>Key of the consumer with five requests a minute.</summary>
    public const string Few = "few caller";

    private const int Pairs = 16;
    private int _given;

    public TestCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Cluster = await TestCluster.Start(Catalog, silos: 2, edges: 2, ("Gateway:LeaveSeconds", "0"), ("Gateway:DrainSeconds", "1"), ("Gateway:MaxRequestBytes", "65536"));

    /// <summary>Two consumers that nobody else has used, and what the provider had logged before.</summary>
    internal async Task<ObjectCallers> Callers()
    {
        Assert.True(++_given <= Pairs, "Another test needs another pair of consumers.");
        return new ObjectCallers(Cluster, Key("caller", _given), Key("stranger", _given), (await Cluster.Fake.Log()).LastSeq);
    }

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();

    private static string Key(string name, int number) => $"{name} {number}";

    private static string Catalog(string baseUrl) => $$"""
        {{TwoAccounts.Provider(baseUrl, objects: "own")}}
        consumers:
          - { id: few, keys: [ { secret: "{{Few}}" } ], models: [ "*" ], limits: { requestsPerMinute: 5 } }
        {{string.Join('\n', Enumerable.Range(1, Pairs).SelectMany(number => new[] { Consumer("caller", number), Consumer("stranger", number) }))}}
        """;

    private static string Consumer(string name, int number) => $$"""  - { id: {{name}}-{{number}}, keys: [ { secret: "{{Key(name, number)}}" } ], models: [ "*" ] }""";
}

[CollectionDefinition(Name)]
public sealed class KeptObjectTests : ICollectionFixture<ObjectCluster>
{
    public const string Name = "kept objects";
}
