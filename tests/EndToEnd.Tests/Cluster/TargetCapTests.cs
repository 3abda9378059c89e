namespace AiGateway.EndToEnd.Tests.Cluster;

[Collection(ClusterTests.Name)]
public sealed class TargetCapTests(SharedCluster cluster)
{
    [Fact]
    public async Task Of_two_hundred_calls_at_two_edges_twenty_reach_a_canary_of_half_the_calls_and_twenty_a_day()
    {
        await cluster.Fake.Clear();

        var ends = await Task.WhenAll(cluster.Edges.Take(2).Select(async edge =>
        {
            using var caller = new Caller(edge.DataAddress, ClusterCatalog.Free);
            var mine = new List<CallEnd>();
            for (var i = 0; i < 100; i++)
                mine.Add(await caller.Chat("capped"));
            return mine;
        }));

        Assert.All(ends.SelectMany(e => e), e => Assert.True(e.Whole, e.Body));
        var log = (await cluster.Fake.Log()).Entries;
        var (old, canary) = (log.Count(c => c.Model == "old"), log.Count(c => c.Model == "canary"));
        Report.Line($"a canary of 50 % and 20 a day, 200 calls at two edges: {old} and {canary}");
        Assert.Equal((180, 20), (old, canary));
    }
}
