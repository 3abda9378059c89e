using System.Diagnostics;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Cluster;

[Collection(UndisturbedTests.Name)]
public sealed class LostSiloTests
{
    private const int Keys = 24;

    /// <summary>For a machine that does other things as well.</summary>
    private const double MarginSeconds = 1;

    [Fact]
    public async Task A_killed_silo_is_replaced_within_3_s_and_a_hung_one_within_6_s_and_calls_go_on()
    {
        await using var cluster = await TestCluster.Start(ClusterCatalog.WithKeys(Keys), silos: 3, edges: 2);
        List<Caller> callers = [.. cluster.Edges.Select(edge => new Caller(edge.DataAddress, ClusterCatalog.Free))];
        await using var load = SteadyLoad.Start(callers, (caller, number) => caller.Chat("chat", stream: number % 2 == 0), TimeSpan.FromMilliseconds(30));
        await using var watch = new GrainWatch(cluster.Edges, Keys);

        var killed = new List<Recovery>();
        foreach (var silo in cluster.Silos.Take(2))
        {
            killed.Add(await Lose(cluster, silo, process => process.Kill(), watch, TimeSpan.FromSeconds(6)));
            await silo.StartProcess();
        }
        var hung = await Lose(cluster, cluster.Silos[2], process => process.Suspend(), watch, TimeSpan.FromSeconds(9));
        cluster.Silos[2].Process.Continue();
        await cluster.Silos[2].Process.Exit();
        await load.Stop();
        callers.ForEach(c => c.Dispose());

        foreach (var (what, recovery) in killed.Select(r => ("killed", r)).Append(("hung", hung)))
            Report.Line($"{what} silo: questions asked from {recovery.LastRefusedAsked:0.00} s on were answered by all, the last refused one ended at {recovery.LastRefusedEnded:0.00} s; {recovery.Owners} of {Keys} owners were concerned");
        Report.Line($"calls without limits meanwhile: {load.Ends.Count}, failed {load.Failures.Count()}");
        Assert.Empty(load.Failures);
        Assert.Contains(killed, r => r.Owners > 0);
        Assert.True(hung.Owners > 0, "the hung silo owned nothing, so nothing was measured");
        Assert.All(killed, r => Assert.True(r.LastRefusedAsked <= 3 + MarginSeconds, $"a killed silo's owners were gone for {r.LastRefusedAsked:0.00} s"));
        Assert.True(hung.LastRefusedAsked <= 6 + MarginSeconds, $"a hung silo's owners were gone for {hung.LastRefusedAsked:0.00} s");
    }

    private static async Task<Recovery> Lose(TestCluster cluster, SiloProcess silo, Action<RunningProcess> how, GrainWatch watch, TimeSpan observe)
    {
        // Owners move when a silo joins; what is measured begins when all answer.
        await watch.AllAnswer(cluster);
        var lost = Stopwatch.GetTimestamp();
        how(silo.Process);
        await Task.Delay(observe, TestContext.Current.CancellationToken);
        return watch.Since(lost);
    }
}
