using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Cluster;

/// <summary>Store, silos, edges and a provider, all real processes, with one catalog file that the edges share.</summary>
public sealed class TestCluster : IAsyncDisposable
{
    private readonly ScratchDirectory _directory = new();
    private readonly List<SiloProcess> _silos = [];
    private readonly List<EdgeProcess> _edges = [];

    private TestCluster(StoreServer store, FakeProviderProcess fake) => (Store, Fake) = (store, fake);

    public StoreServer Store { get; }

    public FakeProviderProcess Fake { get; }

    public IReadOnlyList<SiloProcess> Silos => _silos;

    public IReadOnlyList<EdgeProcess> Edges => _edges;

    private string CatalogPath => _directory.File("catalog.yaml");

    /// <summary>A store and a provider, nothing else yet.</summary>
    /// <param name="catalog">Makes the catalog, given the provider's base address.</param>
    public static async Task<TestCluster> Prepare(Func<string, string> catalog)
    {
        var cluster = new TestCluster(await StoreServer.Start(), await FakeProviderProcess.Start());
        await File.WriteAllTextAsync(cluster.CatalogPath, catalog(cluster.Fake.BaseUrl), TestContext.Current.CancellationToken);
        return cluster;
    }

    /// <summary>All of it, ready.</summary>
    public static async Task<TestCluster> Start(Func<string, string> catalog, int silos, int edges, params (string Name, string Value)[] edgeSettings)
    {
        var cluster = await Prepare(catalog);
        try
        {
            for (var i = 0; i < silos; i++)
                cluster.AddSilo();
            for (var i = 0; i < edges; i++)
                await cluster.AddEdge(edgeSettings);
            await cluster.Ready();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async Task Ready()
    {
        foreach (var silo in _silos)
            await silo.Ready();
        foreach (var edge in _edges)
            await edge.Ready();
    }

    /// <param name="program">Another program than the product's silo; null for that.</param>
    /// <param name="arguments">Of that program.</param>
    public SiloProcess AddSilo(string? program = null, params string[] arguments)
    {
        var silo = SiloProcess.Launch(Store.ConnectionString, program, arguments);
        _silos.Add(silo);
        return silo;
    }

    /// <summary>Starts an edge without waiting for it.</summary>
    public async Task<EdgeProcess> AddEdge(params (string Name, string Value)[] settings)
    {
        Dictionary<string, string> all = new()
        {
            ["Cluster:Mode"] = "Redis",
            ["Cluster:Redis"] = Store.ConnectionString,
            ["Security:MasterKey"] = Convert.ToBase64String(new byte[32]),
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        var edge = await EdgeProcess.Start(new EdgeOptions { CatalogPath = CatalogPath, ConsumerKey = ClusterCatalog.Free, Settings = all, WaitUntilReady = false });
        _edges.Add(edge);
        return edge;
    }

    /// <summary>Starts an edge that hosts a silo as well.</summary>
    public Task<EdgeProcess> AddNode() => AddEdge(
    [
        ("Cluster:HostSilo", "true"), ("Cluster:AdvertisedIp", "127.0.0.1"),
        ("Cluster:SiloPort", $"{Ports.Free()}"), ("Cluster:GatewayPort", $"{Ports.Free()}"),
    ]);

    public async ValueTask DisposeAsync()
    {
        foreach (var edge in _edges)
            await edge.DisposeAsync();
        foreach (var silo in _silos)
            await silo.DisposeAsync();
        await Fake.DisposeAsync();
        await Store.DisposeAsync();
        _directory.Dispose();
    }
}
