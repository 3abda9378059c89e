using System.Diagnostics;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Cluster;

[Collection(ClusterTests.Name)]
public sealed class GracefulStopTests(SharedCluster cluster)
{
    [Fact]
    public async Task An_edge_asked_to_stop_says_so_first_lets_streams_end_and_leaves_no_record_behind()
    {
        const int Streams = 5;
        var edge = cluster.Edges[2];
        await cluster.Fake.Clear();
        // Ten words: three seconds, longer than the leave-taking and shorter than the time to drain.
        await cluster.Fake.AddRule(new { match = new { model = "crowded", stream = true }, answer = new { gapMs = 300 } });
        using var caller = new Caller(edge.DataAddress, ClusterCatalog.Free);
        var streams = Enumerable.Range(0, Streams).Select(_ => caller.Chat("crowded", stream: true)).ToList();
        await cluster.Fake.Log(wait: Streams);
        using var http = new HttpClient();

        var watch = Stopwatch.StartNew();
        edge.Process.Terminate();
        await Eventually.Get(() => http.StatusOf(new Uri(edge.DataAddress, "/readyz")), status => status == 503);
        var saidAt = watch.Elapsed;
        // Not ready, and serving all the same: this is the time in which a balancer turns away.
        var late = await caller.Chat("chat");
        var lateAt = watch.Elapsed;
        await Eventually.Get(() => http.StatusOf(new Uri(edge.DataAddress, "/readyz")), status => status == 0);
        var closedAt = watch.Elapsed;
        var ends = await Task.WhenAll(streams);
        var exit = await edge.Process.Exit();
        var endedAt = watch.Elapsed;

        Report.Line($"asked to stop: not ready after {saidAt.TotalSeconds:0.00} s, a call after {lateAt.TotalSeconds:0.00} s answered {late.Status}, closed at {closedAt.TotalSeconds:0.00} s, ended at {endedAt.TotalSeconds:0.00} s, {ends.Count(e => e.Whole)} of {Streams} streams whole");
        Assert.All(ends, end => Assert.True(end.Whole, end.Body));
        Assert.True(late.Whole, late.Body);
        Assert.Equal(0, exit);
        Assert.Subset(edge.Journal().Select(r => r.CallId).ToHashSet(), ends.Select(e => e.RequestId!).ToHashSet());
        var written = cluster.Edges.Sum(e => e.Journal().Count);
        await Eventually.Get(() => cluster.Edges[0].CallsCounted(), counted => counted == written, TimeSpan.FromSeconds(5));

        await edge.StartProcess();
        await edge.Ready();
    }
}
