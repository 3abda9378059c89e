using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>Three silos, five edges, a real Redis and a provider, for all parts of the proof. Each part leaves them running.</summary>
public sealed class ProofCluster : IAsyncLifetime
{
    private const int Silos = 3;
    private const int Edges = 5;

    private TestCluster? _cluster;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Starts it for the first test. Ends the test where Redis is not installed: the proof rests on what a real store keeps.</summary>
    public async Task<TestCluster> Ready()
    {
        SystemTools.Require(SystemTools.Redis);
        _cluster ??= await TestCluster.Start(ProofCatalog.Make, Silos, Edges);
        await _cluster.Ready();
        return _cluster;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class LimitProofTests : ICollectionFixture<ProofCluster>
{
    public const string Name = "limit proof";
}
