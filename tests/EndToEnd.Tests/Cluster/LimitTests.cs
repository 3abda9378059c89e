namespace AiGateway.EndToEnd.Tests.Cluster;

[Collection(ClusterTests.Name)]
public sealed class LimitTests(SharedCluster cluster)
{
    [Fact]
    public async Task Eight_calls_at_once_through_three_edges_are_never_nine()
    {
        await cluster.Fake.Clear();
        await cluster.Fake.AddRule(new { match = new { model = "crowded" }, answer = new { delayHeadersMs = 60 } });
        List<Caller> callers = [.. cluster.Edges.SelectMany(edge => Enumerable.Range(0, 8).Select(_ => new Caller(edge.DataAddress, ClusterCatalog.Slots)))];
        await using var load = SteadyLoad.Start(callers, (caller, _) => caller.Chat("crowded"), TimeSpan.FromMilliseconds(40));
        await cluster.Fake.Log(wait: 400, ended: true, timeoutMs: 30_000);
        await load.Stop();
        callers.ForEach(c => c.Dispose());

        var inFlight = (await cluster.Fake.Stats())["byKey"]!["sk-single"]!["maxInFlight"]!.GetValue<int>();
        var admitted = load.Ends.Count(e => e.Whole);
        Report.Line($"8 at once through three edges: {load.Ends.Count} asked, {admitted} admitted, at most {inFlight} under way");
        Assert.True(inFlight <= 8, $"{inFlight} calls were under way at once");
        Assert.True(inFlight >= 6, $"never more than {inFlight} of 8 slots were used");
        Assert.True(admitted >= 400, $"only {admitted} were admitted");
        Assert.All(load.Ends, e => Assert.True(e.Status is 200 or 429, $"{e.Status} {e.Body}"));
        await cluster.Fake.Clear();
    }
}
