using System.Diagnostics;
using AiGateway.EndToEnd.Tests.Cluster;

namespace AiGateway.EndToEnd.Tests.LimitProof;

[Collection(LimitProofTests.Name)]
public sealed class SlotProofTests(ProofCluster proofCluster)
{
    /// <summary>Slots lie where they were used last, and are called in from there.</summary>
    private static readonly TimeSpan FilledAgain = TimeSpan.FromSeconds(15);

    /// <summary>The slots of an edge that says nothing more are its own for a lifetime of theirs.</summary>
    private static readonly TimeSpan TakenFromTheDead = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Clients_killed_in_the_middle_of_their_streams_and_a_killed_edge_leave_no_slot_behind()
    {
        var cluster = await proofCluster.Ready();
        var plan = ProofPlan.FromEnvironment();
        var proof = await SlotProof.Start(cluster, plan.Seed);

        var (slowest, killed) = (TimeSpan.Zero, 0);
        for (var wave = 0; wave < plan.Waves; wave++)
        {
            // Slots that must follow their callers turn over much more slowly: of those a smaller wave.
            var roam = wave % 4 == 3;
            var (count, callers) = roam ? (plan.KilledStreams / 50, 2 * ProofCatalog.AtOnce) : (plan.KilledStreams / (plan.Waves * 3 / 4), ProofCatalog.AtOnce);
            var watch = Stopwatch.StartNew();
            await proof.KillStreams(count, callers, roam);
            killed += count;
            Report.Line($"wave {wave}: {count} streams opened by {callers} {(roam ? "roaming" : "staying")} clients and killed in {watch.Elapsed.TotalSeconds:0.0} s, {proof.Refused} refused and {proof.Unread} killed unread so far");
            var took = await AllSlotsAreThere(proof, cluster, FilledAgain);
            slowest = took > slowest ? took : slowest;
        }
        Report.Line($"{killed} streams opened at {cluster.Edges.Count} edges and killed; after each wave none was under way and {ProofCatalog.AtOnce} at once were to be had within {slowest.TotalSeconds:0.0} s");

        var fromTheDead = await SlotsOfADeadEdgeComeBack(proof, cluster);
        Report.Line($"an edge killed -9 with {ProofCatalog.AtOnce} streams open: {ProofCatalog.AtOnce} at once through the others after {fromTheDead.TotalSeconds:0.0} s");

        var most = Verdict.MostAtOnce(proof.Calls.Where(c => c.OverUs > c.ArrivedUs).Select(c => (c.ArrivedUs, (long?)c.OverUs)));
        var withTheDead = Verdict.MostAtOnce(proof.Calls.Select(c => (c.ArrivedUs, (long?)c.EndedUs)));
        var noticed = proof.Calls.Where(c => c.KilledUs is not null).Select(c => (c.EndedUs - c.KilledUs!.Value) / 1e3).ToList();
        Report.Line($"{proof.Calls.Count} calls at the provider, at most {most} at once; {withTheDead} with those whose client was dead and which the provider had not yet noticed to be over, which took it {noticed.Percentile(0.5):0} ms (p50) and {noticed.Percentile(0.99):0} ms (p99)");
        Assert.True(most <= ProofCatalog.AtOnce, FormattableString.Invariant($"{most} were under way at once"));
        Assert.True(proof.Calls.Count >= killed);
    }

    private static async Task<TimeSpan> AllSlotsAreThere(SlotProof proof, TestCluster cluster, TimeSpan within)
    {
        var (streams, took) = await proof.FillAll(cluster.Edges, within);
        Assert.Equal(ProofCatalog.AtOnce, await proof.UnderWay());
        foreach (var edge in cluster.Edges)
            Assert.Null(await proof.Open(edge.DataAddress));
        proof.Kill(streams);
        await proof.NoneUnderWay();
        return took;
    }

    private static async Task<TimeSpan> SlotsOfADeadEdgeComeBack(SlotProof proof, TestCluster cluster)
    {
        var (dying, others) = (cluster.Edges[0], cluster.Edges.Skip(1).ToList());
        var (lost, _) = await proof.FillAll([dying], FilledAgain);
        foreach (var stream in lost)
            proof.Over(stream);
        dying.Process.Kill();
        await dying.Process.Exit();
        var (streams, took) = await proof.FillAll(others, TakenFromTheDead);
        Assert.Equal(ProofCatalog.AtOnce, await proof.UnderWay());
        proof.Kill(streams);
        foreach (var stream in lost)
            stream.Dispose();
        await proof.NoneUnderWay();
        await dying.StartProcess();
        await dying.Ready();
        return took;
    }
}
