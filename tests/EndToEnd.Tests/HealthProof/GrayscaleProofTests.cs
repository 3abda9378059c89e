using System.Collections.Concurrent;
using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>Traffic splits over all edges, by the provider's log.</summary>
[Collection(HealthProofTests.Name)]
public sealed class GrayscaleProofTests(HealthCluster proof)
{
    private const int Users = 200;

    /// <summary>Calls at once at each edge.</summary>
    private const int Callers = 3;

    /// <summary>Read and forgotten in pieces.</summary>
    private const int Piece = 2_000;

    [Fact]
    public async Task A_share_is_met_to_half_a_call_of_each_edge()
    {
        await proof.Ready();
        await proof.Fake.Clear();
        foreach (var percent in proof.Plan.Shares)
        {
            var (total, canaries) = (0, 0);
            for (var left = proof.Plan.Calls; left > 0; left -= Piece)
            {
                await Spread(Math.Min(left, Piece), (caller, number) => caller.Chat(HealthCatalog.Gray(percent), number));
                var calls = await Taken();
                total += calls.Count;
                canaries += calls.Count(call => call.Model == HealthCatalog.Canary);
            }
            var exact = total * percent / 100.0;
            Report.Line($"{percent} % of {total} calls over {proof.Edges.Count} edges: {canaries} at the canary, {canaries - exact:+0.0;-0.0} from exact");
            Assert.Equal(proof.Plan.Calls, total);
            Assert.InRange(canaries, exact - (proof.Edges.Count / 2.0) - 1, exact + (proof.Edges.Count / 2.0) + 1);
        }
    }

    [Fact]
    public async Task No_user_is_sent_back_while_the_share_rises_whatever_edge_they_call()
    {
        await proof.Ready();
        await proof.Fake.Clear();
        var (seen, flips) = (new HashSet<int>(), 0);
        foreach (var percent in new[] { 1, 5, 25, 60 })
        {
            await Share(percent);
            // Each user calls each edge once.
            await Spread(Users * proof.Edges.Count, (caller, number) => caller.Chat("sticky", number, $"user-{number % Users}"));
            var byUser = (await Taken()).GroupBy(call => call.Mark.Number % Users, call => call.Model == HealthCatalog.Canary).ToList();
            flips += byUser.Count(user => user.Distinct().Count() > 1) + byUser.Count(user => seen.Contains(user.Key) && user.Contains(false));
            seen.UnionWith(byUser.Where(user => user.Contains(true)).Select(user => user.Key));
            Report.Line($"{percent} %: {seen.Count} of {byUser.Count} users at the canary, {flips} flips so far");
            Assert.Equal(Users, byUser.Count);
        }
        Assert.Equal(0, flips);
        Assert.InRange(seen.Count, Users * 45 / 100, Users * 75 / 100);
    }

    /// <summary>Sets the share of users and waits until it is in force everywhere.</summary>
    private async Task Share(int percent)
    {
        _ = (await proof.Edges[0].Admin.Put("/admin/v1/models/sticky", new
        {
            id = "sticky",
            sticky = new { by = "header", header = "x-user-id" },
            targets = new[] { new { provider = "gray", model = HealthCatalog.Baseline, weight = 100 - percent }, new { provider = "gray", model = HealthCatalog.Canary, weight = percent } },
        })).Ok;
        var version = await Version(proof.Edges[0]);
        foreach (var edge in proof.Edges)
            await Eventually.Holds(async () => await Version(edge) >= version);
    }

    private static async Task<long> Version(EdgeProcess edge) => (await edge.Admin.Get("/admin/v1/catalog")).Ok["version"]!.GetValue<long>();

    /// <summary>Makes calls numbered from 0, an equal part at each edge, and each edge's part in order.</summary>
    private async Task Spread(int calls, Func<ProofCaller, int, Task<ProofEnd>> call)
    {
        var edges = proof.Edges;
        var next = edges.Select(_ => -1).ToArray();
        var failed = new ConcurrentQueue<string>();
        await Task.WhenAll(edges.SelectMany((edge, number) => Enumerable.Range(0, Callers).Select(async i =>
        {
            using var caller = new ProofCaller(edge.DataAddress, number, i);
            while (Interlocked.Increment(ref next[number]) is var mine && mine < calls / edges.Count)
            {
                if (await call(caller, mine) is { Status: not 200 } end)
                    failed.Enqueue(end.Text);
            }
        })));
        Assert.Empty(failed);
    }

    /// <summary>The calls of the split that have come since it was last asked.</summary>
    private async Task<IReadOnlyList<ProofCall>> Taken()
    {
        var log = await proof.Fake.Log();
        await proof.Fake.Forget(log.LastSeq);
        return [.. log.Entries.Where(entry => entry.Key == HealthCatalog.Secret("gray", 1) && entry.Method == "POST").Select(ProofCall.Of)];
    }
}
