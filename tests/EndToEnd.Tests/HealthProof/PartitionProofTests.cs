using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>One edge is cut off from all silos and from the store, and not from its callers and providers.</summary>
[Collection(HealthProofTests.Name)]
public sealed class PartitionProofTests(LossyCluster proof)
{
    private const string Provider = "cut";
    private const double EqualWithinMs = 2_000;

    /// <summary>What is known on both sides before.</summary>
    private static readonly string Dead = HealthCatalog.Key(Provider, 1);

    /// <summary>Dies meanwhile, where the edge cannot hear of it.</summary>
    private static readonly string Dying = HealthCatalog.Key(Provider, 2);

    [Fact]
    public async Task An_edge_that_is_cut_off_serves_on_trusts_no_dead_key_and_knows_all_again_soon_after()
    {
        await proof.Ready();
        var (plan, line) = (HealthPlan.FromEnvironment(), proof.Line);
        var edge = await proof.AddEdge();
        // The cut one first, so that its calls are marked with 0.
        EdgeProcess[] edges = [edge, .. proof.Edges];
        await using var log = await ProviderLog.Start(proof.Cluster.Fake);
        await Refuse(Dead);
        await using var load = new ProofLoad(edges, callers: 1, _ => Provider, TimeSpan.FromMilliseconds(20));
        await Eventually.Holds(async () => Array.TrueForAll(await EdgeView.Everywhere(edges, Dead), here => here is { State: "Dead", UntilInMs: > 60_000 }));
        await log.Settled(log.NowUs);

        var cutUs = log.NowUs;
        line.Cut();
        await Eventually.Holds(async () => await HeardMsAgo(edge) > 1_500);
        await Refuse(Dying);
        await EdgeView.Becomes(proof.Edges, Dying, "Dead");
        await Eventually.Holds(() => Task.FromResult(log.NowUs >= cutUs + (long)plan.Partition.TotalMicroseconds), plan.Partition + Eventually.Deadline);
        var cutOff = await EdgeView.Keys(edge);
        var healedUs = log.NowUs;
        line.Heal();
        await Eventually.Holds(async () => await Same(edge, proof.Edges[0]));
        var sameMs = (log.NowUs - healedUs) / 1e3;
        await load.Stop();
        await log.Settled(log.NowUs);

        var served = load.Ends.Count(end => end.Mark.Edge == 0 && log.At(end.BeganAt) is var at && at >= cutUs && at < healedUs);
        var uses = log.With(Secret(Dying), cutUs).Where(call => call is { IsChat: true, Mark.Edge: 0, Status: 401 }).ToList();
        var looks = log.With(Secret(Dying), cutUs).Count(call => !call.IsChat);
        Report.Line($"cut off for {(healedUs - cutUs) / 1e6:0.0} s: {served} calls served there; the key that died elsewhere was tried {uses.Count} time(s) there and is {cutOff[Dying].State}, usable {cutOff[Dying].Usable}; looked at {looks} time(s) by others; the same states {sameMs:0} ms after it was healed");
        edge.Process.Kill();
        await edge.Process.Exit();

        Assert.Empty(load.Failures);
        Assert.True(served > 0);
        Assert.Empty(log.With(Secret(Dead), cutUs));
        Assert.Equal("Dead", cutOff[Dead].State);
        Assert.False(cutOff[Dying].Usable);
        // By one caller, so one call; and nobody tries a key from there that is none of its business.
        Assert.InRange(uses.Count, 0, 1);
        Assert.InRange(looks, 0, 1);
        Assert.InRange(sameMs, 0, plan.Allowed(EqualWithinMs));
    }

    private static string Secret(string key) => $"sk-{key}";

    private Task<long> Refuse(string key) => proof.Cluster.Fake.AddRule(new { match = new { key = Secret(key) }, answer = new { preset = "openai.invalid_key" } });

    private static async Task<long?> HeardMsAgo(EdgeProcess edge) => (await edge.Admin.Get("/admin/v1/edge/keys")).Ok["heardMsAgo"]?.GetValue<long>();

    private static async Task<bool> Same(EdgeProcess one, EdgeProcess other)
    {
        var (mine, its) = (await EdgeView.Keys(one), await EdgeView.Keys(other));
        return mine.All(key => key.Value.Word == its[key.Key].Word);
    }
}
