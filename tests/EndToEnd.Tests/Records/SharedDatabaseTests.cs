using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Records;

public sealed class SharedDatabaseTests
{
    private const string Counted = "SELECT count(*) FROM usage_record";

    [Fact]
    public async Task Every_edge_finds_the_calls_of_all_and_none_is_missing_after_the_database_was_away_and_an_edge_killed()
    {
        await using var database = await PostgresServer.Start();
        await using var cluster = await TestCluster.Start(ClusterCatalog.WithKeys(2), silos: 1, edges: 2, ("Records:Postgres", database.ConnectionString));
        var callers = cluster.Edges.SelectMany(edge => new[] { ClusterCatalog.Free, ClusterCatalog.Ample }.Select(key => new Caller(edge.DataAddress, key))).ToList();
        var calls = new List<CallEnd>();
        async Task Call(int each)
        {
            for (var i = 0; i < each; i++)
                calls.AddRange(await Task.WhenAll(callers.Select(caller => caller.Chat("chat", stream: i % 2 == 0))));
        }

        await Call(5);
        await Eventually.Get(cluster.Edges[0].CallsListed, listed => listed.Count == calls.Count);

        database.Process.Kill();
        await database.Process.Exit();
        await Call(5);
        await cluster.Edges[0].Process.Line(line => line.Contains("the store of records did not take them", StringComparison.Ordinal));
        var refused = await cluster.Edges[1].Admin.Get("/admin/v1/usage/calls");
        Assert.Equal(503, refused.Status);
        Assert.Contains("Records:Postgres", refused.Body, StringComparison.Ordinal);
        cluster.Edges[0].Process.Kill();
        await cluster.Edges[0].Process.Exit();
        await database.StartProcess();
        await cluster.Edges[0].StartProcess();
        await cluster.Edges[0].Ready();
        await Call(2);

        Assert.All(calls, call => Assert.True(call.Whole, call.Body));
        var expected = calls.Select(call => call.RequestId!).Order(StringComparer.Ordinal).ToList();
        foreach (var edge in cluster.Edges)
        {
            var listed = await Eventually.Get(edge.CallsListed, found => found.Count >= calls.Count, TimeSpan.FromSeconds(60));
            Assert.Equal(expected, listed.Order(StringComparer.Ordinal));
        }
        Assert.Equal(calls.Count, await database.Count(Counted));
        callers.ForEach(caller => caller.Dispose());
    }

    [Fact]
    public async Task Calls_are_narrowed_by_what_is_known_of_them_and_come_in_pages()
    {
        await using var database = await PostgresServer.Start();
        await using var fake = await FakeProviderProcess.Start();
        await using var edge = await EdgeProcess.Start(new EdgeOptions
        {
            Catalog = ClusterCatalog.WithKeys(2)(fake.BaseUrl),
            ConsumerKey = ClusterCatalog.Free,
            Settings = new Dictionary<string, string> { ["Records:Postgres"] = database.ConnectionString },
        });
        using var free = new Caller(edge.DataAddress, ClusterCatalog.Free);
        using var ample = new Caller(edge.DataAddress, ClusterCatalog.Ample);
        var ends = new List<CallEnd>();
        for (var i = 0; i < 12; i++)
            ends.Add(await (i % 3 == 0 ? ample : free).Chat("chat"));
        await fake.AddRule(new { answer = new { preset = "openai.context_length" } });
        await free.Chat("chat");
        await Eventually.Get(edge.CallsListed, listed => listed.Count == 13);

        async Task<JsonNode> Find(string query) => (await edge.Admin.Get($"/admin/v1/usage/calls?{query}")).Ok;
        static int Count(JsonNode page) => page["data"]!.AsArray().Count;

        Assert.Equal(13, Count(await Find("")));
        var consumer = (string)(await Find($"callId={ends[0].RequestId}"))["data"]![0]!["consumer"]!;
        Assert.Equal(4, Count(await Find($"consumer={consumer}")));
        Assert.Equal(1, Count(await Find("outcome=clientError")));
        Assert.Equal(1, Count(await Find("status=400")));
        Assert.Equal(0, Count(await Find("to=2020-01-01")));
        Assert.Equal(13, Count(await Find("model=chat&from=2020-01-01")));
        var pages = new List<string>();
        string? next = null;
        do
        {
            var page = await Find($"limit=5{(next is null ? "" : $"&after={next}")}");
            pages.AddRange(page["data"]!.AsArray().Select(call => (string)call!["callId"]!));
            next = (string?)page["next"];
        }
        while (next is not null);
        Assert.Equal(13, pages.Distinct().Count());
        Assert.Equal(13, pages.Count);
        foreach (var wrong in new[] { "limit=0", "limit=1001", "limit=x", "outcome=Perfect", "outcome=1", "from=tomorrow", "from=2024-02-02&to=2024-02-01", "after=nonsense", "status=bad", "consumer=a%00b" })
            Assert.Equal(400, (await edge.Admin.Get($"/admin/v1/usage/calls?{wrong}")).Status);
    }
}
