using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Cluster;

[Collection(ClusterTests.Name)]
public sealed class ReadinessTests(SharedCluster cluster)
{
    [Fact]
    public async Task Every_process_lives_and_is_ready_and_calls_through_the_balancer_are_answered()
    {
        await using var balancer = await Balancer.Start(cluster.Edges);
        using var http = new HttpClient();
        foreach (var address in cluster.Edges.SelectMany(e => new[] { e.DataAddress, e.AdminAddress }).Concat(cluster.Silos.Select(s => s.Address)).Append(balancer.Address))
        {
            foreach (var path in new[] { "/livez", "/readyz" })
                Assert.Equal(200, await http.StatusOf(new Uri(address, path)));
        }

        using var caller = new Caller(balancer.Address, ClusterCatalog.Free);
        for (var i = 0; i < 12; i++)
            Assert.True((await caller.Chat("chat", stream: i % 2 == 0)).Whole);
    }

    [Fact]
    public async Task An_edge_without_silos_lives_and_becomes_ready_by_itself_when_they_come()
    {
        await using var alone = await TestCluster.Prepare(ClusterCatalog.WithKeys(1));
        var edge = await alone.AddEdge();
        await edge.Process.Answers(new Uri(edge.DataAddress, "/livez"));
        await edge.Process.Line(line => line.Contains("No silo can be reached yet", StringComparison.Ordinal));
        using var http = new HttpClient();
        Assert.Equal(503, await http.StatusOf(new Uri(edge.DataAddress, "/readyz")));
        using var caller = new Caller(edge.DataAddress, ClusterCatalog.Free);
        Assert.Equal(503, (await caller.Chat("chat")).Status);

        alone.AddSilo();

        await edge.Ready();
        Assert.True((await caller.Chat("chat")).Whole);
    }
}
