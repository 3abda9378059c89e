using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Failover;

/// <summary>A model that is down at a provider whose other model is well.</summary>
[Collection(UndisturbedTests.Name)]
public sealed class ModelOutageTests
{
    private const int Keys = 4;
    private const int Callers = 4;
    private const string Key = "model outage caller";

    private static string Catalog(string baseUrl) => $$"""
        providers:
          - id: main
            baseUrl: {{baseUrl}}
            affinity: "off"
            health: { openMs: 1000, longestOpenMs: 1000, slowStartMs: 2000 }
            keys:
        {{string.Join('\n', Enumerable.Range(1, Keys).Select(i => $"      - {{ id: main-{i}, secret: sk-main-{i} }}"))}}
          - id: spare
            baseUrl: {{baseUrl}}
            keys: [ { id: spare-1, secret: sk-spare } ]
        models:
          - { id: large, targets: [ { provider: main, model: fake-large } ], fallback: [ { provider: spare, model: fake-large } ] }
          - { id: small, targets: [ { provider: main, model: fake-small } ] }
        consumers:
          - { id: team, keys: [ { secret: "{{Key}}" } ], models: [ "*" ] }
        """;

    [Fact]
    public async Task It_goes_out_alone_the_other_keeps_all_keys_and_each_key_is_tried_with_it_by_one_call_at_a_time()
    {
        await using var cluster = await TestCluster.Start(Catalog, silos: 2, edges: 3, ("Gateway:LeaveSeconds", "0"));
        List<Caller> callers = [.. cluster.Edges.SelectMany(edge => Enumerable.Range(0, Callers).Select(_ => new Caller(edge.DataAddress, Key)))];
        await using var load = SteadyLoad.Start(callers, (caller, number) => caller.Chat(number % 2 == 0 ? "large" : "small"), TimeSpan.FromMilliseconds(40));
        await Eventually.Holds(async () => (await MainCalls(cluster)).Count >= 200);

        // Slow enough for a second trial to be seen beside the first, were there one.
        await cluster.Fake.AddRule(new { match = new { key = "sk-main-*", model = "fake-large" }, answer = new { status = 500, delayHeadersMs = 200 } });
        foreach (var edge in cluster.Edges)
            await Eventually.Holds(async () => (await LargeAtEdge(edge)).Count == Keys);
        var openUs = (await cluster.Fake.Log(long.MaxValue)).NowUs;
        await Until(cluster, openUs + 5_000_000);

        var log = await MainCalls(cluster);
        var downUs = log.First(call => call.Status == 500).ArrivedUs;
        // What was under way when it went down is answered within the first second.
        var trials = log.Where(call => call.Model == "fake-large" && call.ArrivedUs > openUs + 1_000_000).ToList();
        var others = log.Where(call => call.Model == "fake-small" && call.ArrivedUs > downUs).ToList();
        Report.Line($"{log.Count(call => call.Status == 500)} calls for the model failed in {(openUs + 5_000_000 - downUs) / 1e6:0.0} s, {trials.Count} of them trials in the last four; {others.Count} calls for the other meanwhile");
        Assert.Equal("Active", (await cluster.Edges[0].Admin.Get("/admin/v1/endpoints/main")).Ok["state"]!.GetValue<string>());
        for (var i = 1; i <= Keys; i++)
        {
            Assert.Equal("Active", await cluster.Edges[0].Admin.KeyState($"main-{i}"));
            Assert.Contains(others, call => call.Key == $"sk-main-{i}");
            var tries = trials.Where(call => call.Key == $"sk-main-{i}").ToList();
            // It is open for half a second at least, and for one at most, and is tried within one more.
            Assert.InRange(tries.Count, 1, 6);
            Assert.All(tries.Zip(tries.Skip(1)), pair => Assert.True(pair.Second.ArrivedUs >= pair.First.EndedUs, "Two tried it at once."));
        }
        Assert.All(others, call => Assert.Equal(200, call.Status));

        var shown = Assert.Single((await cluster.Edges[0].Admin.Get("/admin/v1/keys/main-1")).Ok["models"]!.AsArray())!;
        Assert.Equal(("fake-large", "transient"), (shown["model"]!.GetValue<string>(), shown["reason"]!.GetValue<string>()));
        Assert.Empty((await cluster.Edges[0].Admin.Post("/admin/v1/keys/main-1/unblock")).Ok["models"]!.AsArray());

        await cluster.Fake.Clear();
        foreach (var edge in cluster.Edges)
            await Eventually.Holds(async () => (await LargeAtEdge(edge)).Count == 0);
        await Eventually.Holds(async () => (await MainCalls(cluster)).Where(call => call.Model == "fake-large").Select(call => call.Key).Distinct().Count() == Keys);
        await load.Stop();

        Assert.Empty(load.Failures);
        foreach (var caller in callers)
            caller.Dispose();
    }

    /// <summary>What an edge believes of the model at the keys where it is out.</summary>
    private static async Task<List<string>> LargeAtEdge(EdgeProcess edge) =>
        [.. (await edge.Admin.Get("/admin/v1/edge/keys")).Ok["data"]!.AsArray().Where(key => key!["id"]!.GetValue<string>().StartsWith("main-", StringComparison.Ordinal))
            .SelectMany(key => key!["models"]!.AsArray()).Select(model => model!["state"]!.GetValue<string>())];

    private static async Task<List<FakeCall>> MainCalls(TestCluster cluster) =>
        [.. (await cluster.Fake.CallsWith("sk-main-")).Where(call => call.Method == "POST")];

    /// <summary>Until that moment of the provider's clock.</summary>
    private static Task Until(TestCluster cluster, long us) => Eventually.Holds(async () => (await cluster.Fake.Log(long.MaxValue)).NowUs >= us);
}
