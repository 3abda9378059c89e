using System.Diagnostics;
using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>The silo that owns the busiest key is killed under load, and a key dies before anybody owns it again.</summary>
[Collection(HealthProofTests.Name)]
public sealed class OwnerLossProofTests(HealthCluster proof)
{
    private const string Provider = "own";

    /// <summary>A killed silo is noticed within 3 s, and a call that was under way to it waits for 2 s.</summary>
    private const double OwnedAgainMs = 6_000;

    /// <summary>States that nobody changes are the same everywhere after this.</summary>
    private const double EqualWithinMs = 2_000;

    [LongFormFact]
    public async Task No_call_fails_no_dead_key_lives_and_all_edges_come_to_know_the_same()
    {
        await proof.Ready();
        var (silo, keys) = await MostOwned();
        var (dead, dying) = (keys[0], keys[1]);
        await using var log = await ProviderLog.Start(proof.Fake);
        await proof.Fake.AddRule(new { match = new { key = Secret(dead) }, answer = new { preset = "openai.invalid_key" } });
        await using var load = new ProofLoad(proof.Edges, callers: 2, _ => Provider, TimeSpan.FromMilliseconds(20));
        // Refused, looked at once more and found dead again: it is not tried for a quarter of an hour from now on.
        await Eventually.Holds(async () => Array.TrueForAll(await EdgeView.Everywhere(proof.Edges, dead), here => here is { State: "Dead", UntilInMs: > 60_000 }));
        await log.Settled(log.NowUs);

        var killedUs = log.NowUs;
        silo.Process.Kill();
        await proof.Fake.AddRule(new { match = new { key = Secret(dying) }, answer = new { preset = "openai.invalid_key" } });
        var known = await Watch(log, killedUs, dead, dying);
        await load.Stop();
        await log.Settled(log.NowUs);

        var first = log.With(Secret(dying), killedUs).First(call => call.Status == 401);
        var uses = log.With(Secret(dying), first.EndedUs!.Value + 1).Where(call => call.IsChat).ToList();
        var afterOwn = proof.Edges.Select((_, edge) => AfterOwnRefusal(log.With(Secret(dying), killedUs), edge)).ToList();
        Report.Line($"{keys.Count} of {HealthCatalog.OwnedKeys} keys had their owner on the killed silo; {load.Ends.Count} calls, {load.Failures.Count()} failed");
        Report.Line($"unchanged keys were last seen to differ between edges {known.DifferedMs:0} ms after the kill");
        Report.Line($"a key that died right after it: used {uses.Count} times after its first 401, last after {uses.Select(call => (call.ArrivedUs - first.EndedUs.Value) / 1e3).DefaultIfEmpty(0).Max():0} ms; out of use at all edges after {known.UnusedMs:0} ms, all had the new owner's word {known.ToldMs:0} ms after the kill");
        await silo.StartProcess();

        Assert.Empty(load.Failures);
        Assert.DoesNotContain(log.With(Secret(dead), killedUs), _ => true);
        Assert.True(known.DeadStayedDead, "an edge took the dead key for alive");
        Assert.True(known.DifferedMs <= EqualWithinMs, FormattableString.Invariant($"states differed for {known.DifferedMs:0} ms"));
        // Whoever was refused does not ask again; what was under way then may still arrive.
        Assert.All(afterOwn, count => Assert.InRange(count, 0, 2));
        Assert.InRange(known.ToldMs, 0, OwnedAgainMs + (proof.Plan.IsLong ? 0 : 4_000));
    }

    private static string Secret(string key) => $"sk-{key}";

    /// <summary>Calls of an edge with a key that began after the answer that told it.</summary>
    private static int AfterOwnRefusal(IReadOnlyList<ProofCall> calls, int edge)
    {
        var own = calls.Where(call => call.Mark.Edge == edge && call.IsChat).ToList();
        return own.Find(call => call.Status == 401) is { EndedUs: { } toldUs } ? own.Count(call => call.ArrivedUs > toldUs) : 0;
    }

    /// <summary>The silo that owns most of the keys, and which they are.</summary>
    private async Task<(SiloProcess Silo, IReadOnlyList<string> Keys)> MostOwned()
    {
        var owners = new List<(SiloProcess Silo, string Key)>();
        for (var i = 1; i <= HealthCatalog.OwnedKeys; i++)
        {
            var key = HealthCatalog.Key(Provider, i);
            owners.Add((await OwnerLog.SiloOf(key, proof.Edges[0].Admin, proof.Cluster.Silos), key));
        }
        var most = owners.GroupBy(each => each.Silo, each => each.Key).MaxBy(each => each.Count())!;
        return (most.Key, [.. most]);
    }

    /// <summary>Asks all edges what they believe until they have long believed the same.</summary>
    private async Task<Seen> Watch(ProviderLog log, long killedUs, string dead, string dying)
    {
        var (differedMs, stayedDead) = (0.0, true);
        double? unusedMs = null, toldMs = null;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(20) && (toldMs is null || watch.ElapsedMilliseconds < OwnedAgainMs))
        {
            var views = await Task.WhenAll(proof.Edges.Select(EdgeView.Keys));
            var ms = (log.NowUs - killedUs) / 1e3;
            stayedDead &= Array.TrueForAll(views, view => view[dead] is { State: "Dead", Usable: false });
            if (views.Any(view => view.Any(key => key.Key != dying && key.Key.StartsWith(Provider, StringComparison.Ordinal) && key.Value.State != views[0][key.Key].State)))
                differedMs = ms;
            if (Array.TrueForAll(views, view => !view[dying].Usable))
                unusedMs ??= ms;
            if (Array.TrueForAll(views, view => view[dying].State is "Dead" or "Probing"))
                toldMs ??= ms;
            await Task.Delay(TimeSpan.FromMilliseconds(25), TestContext.Current.CancellationToken);
        }
        return new Seen(differedMs, stayedDead, unusedMs ?? double.MaxValue, toldMs ?? double.MaxValue);
    }

    /// <summary>In milliseconds from the kill.</summary>
    private sealed record Seen(double DifferedMs, bool DeadStayedDead, double UnusedMs, double ToldMs);
}
