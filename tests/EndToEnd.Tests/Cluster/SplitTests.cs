namespace AiGateway.EndToEnd.Tests.Cluster;

[Collection(ClusterTests.Name)]
public sealed class SplitTests(SharedCluster cluster)
{
    [Fact]
    public async Task Of_a_thousand_calls_at_95_to_5_behind_a_balancer_fifty_reach_the_five()
    {
        const int Callers = 8;
        await using var balancer = await Balancer.Start(cluster.Edges);
        await cluster.Fake.Clear();

        var ends = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            using var caller = new Caller(balancer.Address, ClusterCatalog.Free);
            var mine = new List<CallEnd>();
            for (var i = 0; i < 1_000 / Callers; i++)
                mine.Add(await caller.Chat("split"));
            return mine;
        }));

        Assert.All(ends.SelectMany(e => e), e => Assert.True(e.Whole, e.Body));
        var log = (await cluster.Fake.Log()).Entries;
        var (big, small) = (log.Count(c => c.Model == "big"), log.Count(c => c.Model == "small"));
        Report.Line($"split 95/5 of 1,000 calls: {big} and {small}");
        Assert.Equal(1_000, big + small);
        Assert.InRange(small, 48, 52);
    }
}
