using System.Diagnostics;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Cluster;

/// <summary>Copies of calls that nobody waits for.</summary>
[SaysItsStore]
[Collection(UndisturbedTests.Name)]
public sealed class ShadowTests(ShadowTests.Setup setup) : IClassFixture<ShadowTests.Setup>
{
    private const string Watched = "watched caller";
    private const string Counted = "counted caller";
    private const string RivalKey = "sk-rival";
    private const int Calls = 60;

    private readonly TestCluster _cluster = setup.Cluster;

    [Fact]
    public async Task A_shadow_that_hangs_slows_no_caller_and_keeps_only_so_many_copies()
    {
        var edge = _cluster.Edges[0];
        await _cluster.Fake.AddRule(new { match = new { model = "hung-copy" }, answer = new { fault = "silence" } });
        // The first calls compile what all of them run.
        await Timed(edge, "hung", Watched, ClusterCatalog.Free);
        await Eventually.Get(() => Copies("hung-copy"), seen => seen.Count == 32);

        // By turns, so that what else the machine does concerns both.
        var took = await Timed(edge, "hung", ClusterCatalog.Free, Watched);

        var (alone, copied) = (took[0], took[1]);
        Report.Line($"calls of {alone.Percentile(0.5):0.0} ms (p95 {alone.Percentile(0.95):0.0}) without a shadow, {copied.Percentile(0.5):0.0} ms (p95 {copied.Percentile(0.95):0.0}) with one that hangs");
        Assert.InRange(copied.Percentile(0.5), 0, (2 * alone.Percentile(0.5)) + 10);
        var shadow = (await edge.Admin.Get("/admin/v1/shadows")).Ok["data"]!.AsArray().Single(s => s!["model"]!.GetValue<string>() == "hung")!;
        Assert.Equal((32, 5, (2 * Calls) - 37), (Number(shadow, "underWay"), Number(shadow, "queued"), Number(shadow["dropped"]!, "queue_full")));
        Assert.Equal(32, (await Copies("hung-copy")).Count);
    }

    [Fact]
    public async Task A_shadows_limits_hold_over_two_edges_and_its_usage_is_nobodys()
    {
        await Task.WhenAll(_cluster.Edges.Select(edge => Timed(edge, "counted", Counted)));

        var usage = await Eventually.Get(() => Usage("shadow", "counted"), seen => seen >= 8);
        await Eventually.Get(() => Usage("model", "counted"), seen => seen == 2 * Calls);
        await Eventually.Get(() => Usage("consumer", "counted"), seen => seen == 2 * Calls);
        var copies = await Copies("counted-copy");
        Report.Line($"a shadow of 10 copies a day, {2 * Calls} calls at two edges: {copies.Count} copies, {usage} recorded");
        Assert.InRange(copies.Count, 8, 10);

        var listed = (await _cluster.Edges[1].Admin.Get("/admin/v1/usage/calls?shadow=true&limit=1000")).Ok["data"]!.AsArray();
        Assert.All(listed, record => Assert.Equal(("rival", "counted", true), (Text(record!, "provider"), Text(record!, "consumer"), record!["shadow"]!.GetValue<bool>())));
        var calls = (await _cluster.Edges[1].Admin.Get("/admin/v1/usage/calls?limit=1000&model=counted")).Ok["data"]!.AsArray();
        Assert.All(calls, record => Assert.Equal("main", Text(record!, "provider")));
        // A copy has the id of its call.
        Assert.Superset(listed.Select(record => Text(record!, "callId")).ToHashSet(), calls.Select(record => Text(record!, "callId")).ToHashSet());
    }

    private async Task<IReadOnlyList<FakeCall>> Copies(string model) => [.. (await _cluster.Fake.CallsWith(RivalKey)).Where(copy => copy.Model == model)];

    /// <returns>How long the calls of each consumer took, ms.</returns>
    private static async Task<List<double>[]> Timed(EdgeProcess edge, string model, params string[] keys)
    {
        var callers = keys.Select(key => new Caller(edge.DataAddress, key)).ToList();
        var took = keys.Select(_ => new List<double>()).ToArray();
        for (var i = 0; i < Calls; i++)
        {
            for (var k = 0; k < keys.Length; k++)
            {
                var watch = Stopwatch.StartNew();
                var end = await callers[k].Chat(model, stream: i % 2 == 0);
                took[k].Add(watch.Elapsed.TotalMilliseconds);
                Assert.True(end.Whole, end.Body);
            }
        }
        callers.ForEach(caller => caller.Dispose());
        return took;
    }

    private async Task<long> Usage(string by, string id) => await _cluster.Edges[0].Admin.Get($"/admin/v1/usage?by={by}&id={id}") is { Status: 200 } answer
        ? answer.Json["data"]!.AsArray().Sum(series => series!["total"]!["calls"]!.GetValue<long>())
        : -1;

    private static int Number(JsonNode node, string name) => node[name]!.GetValue<int>();

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    public sealed class Setup : IAsyncLifetime
    {
        public TestCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await TestCluster.Start(
            baseUrl => $$"""
                providers:
                  - { id: main, baseUrl: {{baseUrl}}, keys: [ { id: main-1, secret: sk-main } ] }
                  - { id: rival, baseUrl: {{baseUrl}}, keys: [ { id: rival-1, secret: {{RivalKey}} } ] }
                models:
                  - { id: hung, targets: [ { provider: main, model: primary } ], shadow: { provider: rival, model: hung-copy, maxQueued: 5 } }
                  - { id: counted, targets: [ { provider: main, model: primary } ], shadow: { provider: rival, model: counted-copy, limits: { requestsPerDay: 10 } } }
                consumers:
                  - { id: watched, shadow: true, keys: [ { secret: "{{Watched}}" } ], models: [ "*" ], limits: { requestsPerDay: 1000 } }
                  - { id: counted, shadow: true, keys: [ { secret: "{{Counted}}" } ], models: [ "*" ], limits: { requestsPerDay: 1000 } }
                  - { id: free, keys: [ { secret: "{{ClusterCatalog.Free}}" } ], models: [ "*" ], limits: { requestsPerDay: 1000 } }
                """,
            silos: 1, edges: 2);

        public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();
    }
}
