using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Failover;

/// <summary>A provider that is down for all its keys, and what it costs its callers and itself.</summary>
[Collection(UndisturbedTests.Name)]
public sealed class OutageTests
{
    private const int Keys = 4;
    private const int Callers = 4;
    private const string Key = "outage caller";

    /// <summary>The circuit opens for one second at first, so that the outage takes several trials and the test not long.</summary>
    private static string Catalog(string baseUrl) => $$"""
        providers:
          - id: main
            baseUrl: {{baseUrl}}
            health: { openMs: 1000, longestOpenMs: 2000, slowStartMs: 4000 }
            keys:
        {{string.Join('\n', Enumerable.Range(1, Keys).Select(i => $"      - {{ id: main-{i}, secret: sk-main-{i} }}"))}}
          - id: spare
            baseUrl: {{baseUrl}}
            keys: [ { id: spare-1, secret: sk-spare } ]
        models:
          - { id: chat, targets: [ { provider: main, model: fake-chat } ], fallback: [ { provider: spare, model: fake-chat } ] }
        consumers:
          - { id: team, keys: [ { secret: "{{Key}}" } ], models: [ "*" ] }
        """;

    [Fact]
    public async Task An_outage_closes_the_provider_at_all_edges_costs_it_little_and_ends_slowly()
    {
        await using var cluster = await TestCluster.Start(Catalog, silos: 2, edges: 3, ("Gateway:LeaveSeconds", "0"));
        List<Caller> callers = [.. cluster.Edges.SelectMany(edge => Enumerable.Range(0, Callers).Select(_ => new Caller(edge.DataAddress, Key)))];
        await using var load = SteadyLoad.Start(callers, (caller, number) => caller.Chat("chat", stream: number % 2 == 0), TimeSpan.FromMilliseconds(40));
        await Eventually.Holds(async () => (await MainCalls(cluster)).Count >= 200);

        await cluster.Fake.AddRule(new { match = new { key = "sk-main-*" }, answer = new { status = 500 } });
        foreach (var edge in cluster.Edges)
            await Eventually.Holds(async () => await StateOf(edge) is not "Active");
        var downUs = (await MainCalls(cluster)).First(call => call.Status == 500).ArrivedUs;
        await Until(cluster, downUs + 5_000_000);
        var during = (await MainCalls(cluster)).Where(call => call.Status == 500).ToList();
        foreach (var edge in cluster.Edges)
        {
            for (var i = 1; i <= Keys; i++)
                Assert.Equal("Active", await edge.Admin.KeyState($"main-{i}"));
        }
        var answered = load.Ends.Count;

        await cluster.Fake.Clear();
        var endedUs = (await cluster.Fake.Log()).NowUs;
        var atEnd = (await cluster.Edges[0].Admin.Get("/admin/v1/endpoints/main")).Ok;
        // A trial that is under way may yet fail, and then it is the longest open time.
        var dueInMs = atEnd["state"]!.GetValue<string>() == "Open" ? atEnd["untilInMs"]!.GetValue<long>() : 2_000;
        await Eventually.Holds(async () => (await StateOf(cluster.Edges[0])) is "Active");
        await Until(cluster, (await MainCalls(cluster))[0].ArrivedUs + 6_000_000);
        await load.Stop();

        var after = (await cluster.Fake.Log()).Entries.Where(call => call.Method == "POST").ToList();
        var back = after.Where(call => call.Key!.StartsWith("sk-main-", StringComparison.Ordinal)).ToList();
        var backAfterMs = (back[0].ArrivedUs - endedUs) / 1000.0;
        var spread = during.Count(call => call.ArrivedUs > downUs + 500_000);
        Report.Line($"{during.Count} calls reached the provider in 5 s of outage, {spread} of them after its first half second, of {answered} made; back after {backAfterMs:0} ms, due in {dueInMs} ms");
        var shares = Enumerable.Range(0, 6).Select(second => ShareOfMain(after, back[0].ArrivedUs, second)).ToList();
        Report.Line($"share of calls it was given in each second since: {string.Join(", ", shares.Select(share => $"{share:P0}"))}");

        Assert.Empty(load.Failures);
        // What was under way when it went down, and the trials.
        Assert.InRange(spread, 0, 8);
        Assert.InRange(during.Count, 5, 5 + (2 * callers.Count) + 8);
        Assert.InRange(backAfterMs, 0, dueInMs + 1_000);
        Assert.InRange(shares[0], 0.02, 0.4);
        Assert.True(shares[0] < shares[1] && shares[1] < shares[3], "Its share did not grow.");
        Assert.Equal(1, shares[5]);
        foreach (var caller in callers)
            caller.Dispose();
    }

    private static double ShareOfMain(IReadOnlyList<FakeCall> calls, long fromUs, int second)
    {
        var within = calls.Where(call => call.ArrivedUs >= fromUs + (second * 1_000_000L) && call.ArrivedUs < fromUs + ((second + 1) * 1_000_000L)).ToList();
        return within.Count == 0 ? 0 : within.Count(call => call.Key!.StartsWith("sk-main-", StringComparison.Ordinal)) / (double)within.Count;
    }

    private static async Task<List<FakeCall>> MainCalls(TestCluster cluster) =>
        [.. (await cluster.Fake.CallsWith("sk-main-")).Where(call => call.Method == "POST")];

    /// <summary>Until that moment of the provider's clock.</summary>
    private static Task Until(TestCluster cluster, long us) => Eventually.Holds(async () => (await cluster.Fake.Log(long.MaxValue)).NowUs >= us);

    private static async Task<string> StateOf(EdgeProcess edge) => (await edge.Admin.Get("/admin/v1/endpoints/main")).Ok["state"]!.GetValue<string>();
}
