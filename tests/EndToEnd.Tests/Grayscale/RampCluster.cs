using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;
using AiGateway.EndToEnd.Tests.HealthProof;

namespace AiGateway.EndToEnd.Tests.Grayscale;

/// <summary>Silos and edges, in the long form of the proof as many as it has, with models whose canaries do well or badly.</summary>
public sealed class RampCluster : IAsyncLifetime
{
    public const string ConsumerKey = "free caller";

    private TestCluster _cluster = null!;

    public IReadOnlyList<EdgeProcess> Edges => _cluster.Edges;

    public FakeProviderProcess Fake => _cluster.Fake;

    public async ValueTask InitializeAsync()
    {
        var (silos, edges) = HealthPlan.FromEnvironment().OwnCluster;
        _cluster = await TestCluster.Start(Catalog, silos, edges);
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    /// <summary>One after another, so that whoever owned something has lost it. Ends when every edge reaches every owner again.</summary>
    public async Task KillEachSilo()
    {
        foreach (var silo in _cluster.Silos)
        {
            silo.Process.Kill();
            await silo.StartProcess();
        }
        foreach (var edge in Edges)
            await Eventually.Holds(async () => (await edge.Admin.Get("/admin/v1/ramps")).Status == 200, TimeSpan.FromSeconds(40));
    }

    /// <summary>A ramp as its owner sees it, asked through one edge.</summary>
    public static async Task<JsonNode> Ramp(EdgeProcess edge, string model) => (await edge.Admin.Get($"/admin/v1/ramps/{model}")).Ok;

    /// <summary>Waits for what a ramp comes to; through a control plane that may be away for a moment.</summary>
    public Task<JsonNode> Becomes(string model, string state) => Eventually.Get(
        async () => await Edges[0].Admin.Get($"/admin/v1/ramps/{model}") is { Status: 200 } answer ? answer.Json : new JsonObject(), ramp => (string?)ramp["state"] == state, TimeSpan.FromSeconds(40));

    /// <summary>Waits until each edge gives the canary so much.</summary>
    public Task EveryEdgeGives(string model, double percent) => Eventually.Holds(async () =>
    {
        foreach (var edge in Edges)
        {
            var here = (await edge.Admin.Get("/admin/v1/edge/ramps")).Ok["data"]!.AsArray().First(ramp => (string?)ramp!["model"] == model)!;
            if ((double)here["sharePercent"]! != percent)
                return false;
        }
        return true;
    });

    private static string Catalog(string baseUrl) => $$"""
        providers:
          - { id: old, baseUrl: "{{baseUrl}}", affinity: off, keys: [ { id: old-1, secret: sk-old } ] }
          - { id: new, baseUrl: "{{baseUrl}}", affinity: off, keys: [ { id: new-1, secret: sk-new } ] }
        models:
          - id: team/shaky
            ramp: { target: { provider: new, model: shaky }, steps: [ 20 ] }
            targets: [ { provider: old, model: steady }, { provider: new, model: shaky, weight: 0 } ]
            fallback: [ { provider: old, model: steady } ]
          - id: good
            sticky: { by: header, header: x-user-id }
            ramp: { target: { provider: new, model: good }, steps: [ 10, 40 ], stepMs: 1000, minimumCalls: 20 }
            targets: [ { provider: old, model: steady }, { provider: new, model: good, weight: 0 } ]
          - id: managed
            ramp: { target: { provider: new, model: managed }, steps: [ 10 ], stepMs: 3600000 }
            targets: [ { provider: old, model: steady }, { provider: new, model: managed, weight: 0 } ]
        consumers:
          - { id: free, keys: [ { secret: "{{ConsumerKey}}" } ], models: [ "*" ] }
        """;
}
