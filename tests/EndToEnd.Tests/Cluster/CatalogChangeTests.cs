using System.Diagnostics;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Cluster;

[Collection(ClusterTests.Name)]
public sealed class CatalogChangeTests(SharedCluster cluster)
{
    [Fact]
    public async Task A_change_at_one_edge_is_on_every_edge_within_a_second_and_a_stream_under_way_goes_on()
    {
        const int Changes = 5;
        await cluster.Fake.Clear();
        await cluster.Fake.AddRule(new { match = new { model = "crowded", stream = true }, answer = new { gapMs = 300 } });
        using var streaming = new Caller(cluster.Edges[1].DataAddress, ClusterCatalog.Free);
        var stream = streaming.Chat("crowded", stream: true);
        await cluster.Fake.Log(wait: 1);
        List<Caller> callers = [.. cluster.Edges.Select(edge => new Caller(edge.DataAddress, ClusterCatalog.Free))];

        // Not measured: code that runs for the first time is compiled first.
        await Change(callers, "new-0");
        var delays = new List<double>();
        for (var i = 1; i <= Changes; i++)
            delays.Add(await Change(callers, $"new-{i}"));
        Assert.False(stream.IsCompleted, "the stream ended before the changes were made");
        var end = await stream;
        for (var i = 0; i <= Changes; i++)
            _ = (await cluster.Edges[0].Admin.Delete($"/admin/v1/models/new-{i}")).Ok;
        callers.ForEach(c => c.Dispose());

        Report.Line($"a change was on all edges after {string.Join(", ", delays.Select(d => $"{d:0}"))} ms");
        Assert.True(end.Whole, end.Body);
        Assert.True(delays.Max() <= 1_000, $"a change took {delays.Max():0} ms");
    }

    /// <summary>Adds a model at one edge.</summary>
    /// <returns>Milliseconds until all edges had answered a call for it.</returns>
    private async Task<double> Change(List<Caller> callers, string model)
    {
        _ = (await cluster.Edges[0].Admin.Put($"/admin/v1/models/{model}", new { id = model, targets = new[] { new { provider = "single", model = "fake-chat" } } })).Ok;
        var changed = Stopwatch.StartNew();
        await Task.WhenAll(callers.Select(caller => Eventually.Get(() => caller.Chat(model), end => end.Whole)));
        return changed.Elapsed.TotalMilliseconds;
    }
}
