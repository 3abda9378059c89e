using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Cluster;

/// <summary>Two silos and three edges for the tests that leave them as they are.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    public const int Keys = 6;

    private TestCluster _cluster = null!;

    public IReadOnlyList<EdgeProcess> Edges => _cluster.Edges;

    public IReadOnlyList<SiloProcess> Silos => _cluster.Silos;

    public FakeProviderProcess Fake => _cluster.Fake;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.Start(ClusterCatalog.WithKeys(Keys), silos: 2, edges: 3, ("Gateway:LeaveSeconds", "1"));

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}

[CollectionDefinition(Name, DisableParallelization = true)]
[SaysItsStore]
public sealed class ClusterTests : ICollectionFixture<SharedCluster>
{
    public const string Name = "cluster";
}
