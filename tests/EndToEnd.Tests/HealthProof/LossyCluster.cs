using System.Globalization;
using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>A cluster whose silos lose a tenth of what they push, and to which one more edge can be joined by a line that is cut.</summary>
public sealed class LossyCluster : IAsyncLifetime
{
    private readonly CutLine _line = new();
    private TestCluster? _cluster;

    public TestCluster Cluster => _cluster!;

    internal CutLine Line => _line;

    /// <summary>Those that are never cut off.</summary>
    public IReadOnlyList<EdgeProcess> Edges { get; private set; } = [];

    /// <summary>Started for the first test.</summary>
    public async Task Ready()
    {
        if (_cluster is null)
        {
            var (silos, edges) = HealthPlan.FromEnvironment().OwnCluster;
            _cluster = await TestCluster.Prepare(HealthCatalog.Make);
            for (var i = 1; i <= silos; i++)
                AddSilo(seed: i);
            for (var i = 0; i < edges; i++)
                await _cluster.AddEdge(("Gateway:LeaveSeconds", "0"));
            Edges = [.. _cluster.Edges];
            await _cluster.Ready();
        }
        await Cluster.Fake.Clear();
    }

    /// <summary>An edge that can be cut off. There is one.</summary>
    public async Task<EdgeProcess> AddEdge()
    {
        _line.BelongsToNext();
        var edge = await Cluster.AddEdge(("Gateway:LeaveSeconds", "0"), ("Cluster:Redis", _line.Store(Cluster.Store)));
        await edge.Ready();
        return edge;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        await _line.DisposeAsync();
    }

    private void AddSilo(int seed)
    {
        var port = Ports.Free();
        Cluster.AddSilo(ProgramFiles.LossySilo, "--loss=0.1", Setting("seed", seed), Setting("listen", port), Setting("Cluster:GatewayPort", _line.Before(port)));
    }

    private static string Setting(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"--{name}={value}");
}
