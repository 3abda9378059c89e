using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>Three silos, five edges and a provider, for all parts of the proof. Each part leaves them running.</summary>
public sealed class HealthCluster : IAsyncLifetime
{
    public const int Silos = 3;
    public const int EdgeCount = 5;

    private TestCluster? _cluster;

    public TestCluster Cluster => _cluster!;

    /// <summary>The five; a part may have started another one for itself.</summary>
    public IReadOnlyList<EdgeProcess> Edges => [.. Cluster.Edges.Take(EdgeCount)];

    public FakeProviderProcess Fake => Cluster.Fake;

    internal HealthPlan Plan { get; } = HealthPlan.FromEnvironment();

    /// <summary>Started for the first test, so that a run of other tests does not pay for it.</summary>
    public async Task Ready()
    {
        _cluster ??= await TestCluster.Start(HealthCatalog.Make, Silos, EdgeCount, ("Gateway:LeaveSeconds", "0"));
        await Fake.Clear();
        foreach (var silo in Cluster.Silos)
            await silo.Ready();
        foreach (var edge in Edges)
            await edge.Ready();
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HealthProofTests : ICollectionFixture<HealthCluster>, ICollectionFixture<LossyCluster>
{
    public const string Name = "health proof";
}
