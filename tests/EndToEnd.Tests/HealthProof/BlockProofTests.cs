using System.Globalization;
using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>A busy key dies: how often it is used after that was known to anybody.</summary>
[Collection(HealthProofTests.Name)]
public sealed class BlockProofTests(HealthCluster proof, LossyCluster lossy)
{
    /// <summary>An edge that missed the push asks after a second; the rest is the way there.</summary>
    private const double LatestMs = 1_300;

    [LongFormFact]
    public async Task A_busy_key_that_dies_is_used_no_more_often_than_it_was_under_way_and_never_after_1300_ms()
    {
        await proof.Ready();
        var events = await Die(proof.Cluster, proof.Edges, busy: HealthCluster.EdgeCount, watch: false);

        var judged = events.Where(each => !each.IsVoid).ToList();
        var (late, inFlight) = (judged.Sum(each => each.Late), judged.Sum(each => each.InFlight));
        Report.Line($"calls with the dead key after its first 401: {late} in {judged.Count} events, {inFlight} were under way when it was sent; most in one event {judged.Select(each => each.Late).DefaultIfEmpty(0).Max()}; in {judged.Count(each => each.Late > each.InFlight)} events there were more of the former");
        // On a machine that others use as well the word may take as long as a call does.
        Assert.True(late <= (proof.Plan.IsLong ? 1 : 2) * inFlight, FormattableString.Invariant($"{late} calls came after the first 401, and only {inFlight} were under way"));
    }

    /// <summary>Only one edge calls: who finds out by a call of its own needs no push.</summary>
    [Fact]
    public async Task With_a_tenth_of_all_pushes_lost_every_edge_knows_within_1300_ms()
    {
        await lossy.Ready();
        var events = await Die(lossy.Cluster, lossy.Edges, busy: 1, watch: true);

        var known = events.Select(each => each.KnownMs!.Value).ToList();
        Report.Line($"all edges knew after p50 {known.Percentile(0.5):0} ms, p99 {known.Percentile(0.99):0} ms, max {known.Max():0} ms; {known.Count(ms => ms > 100)} of {known.Count} took more than 100 ms; looked at every 10 ms or so");
        var lost = 0;
        foreach (var silo in lossy.Cluster.Silos)
            lost += await Lost(silo);
        Report.Line($"pushes lost: {lost}");
        Assert.True(lost > 0, "nothing was lost, so nothing was shown");
        Assert.All(events, each => Assert.InRange(each.KnownMs!.Value - each.StoodStillMs, -double.MaxValue, proof.Plan.IsLong ? LatestMs : 2 * LatestMs));
    }

    private async Task<IReadOnlyList<BlockEvent>> Die(TestCluster cluster, IReadOnlyList<EdgeProcess> edges, int busy, bool watch)
    {
        await using var log = await ProviderLog.Start(cluster.Fake);
        using var block = new BlockProof(cluster, edges, busy, log, watch);
        await using var load = block.Load();
        // Code is compiled when it first runs.
        await block.Die(0);
        var events = new List<BlockEvent>();
        for (var number = 1; number <= proof.Plan.Blocks; number++)
            events.Add(await block.Die(number));
        await load.Stop();

        Print("last use, all edges", [.. events.Select(each => each.LastUseMs)]);
        if (busy > 1)
            Print("last use, each other edge", [.. events.SelectMany(each => each.LastUseByEdgeMs)]);
        Report.Line($"{events.Count} deaths, {load.Ends.Count} calls; the machine stood still for more than 25 ms in {events.Count(each => each.IsVoid)} events, for {events.Max(each => each.StoodStillMs):0} ms at most");
        Assert.Empty(load.Failures);
        Assert.All(events, each => Assert.InRange(each.LastUseMs - each.StoodStillMs, -double.MaxValue, LatestMs));
        return events;
    }

    private static void Print(string what, IReadOnlyList<double> ms) => Report.Line(
        $"{what} after the first 401: p50 {ms.Percentile(0.5):0.0} ms, p99 {ms.Percentile(0.99):0.0} ms, p99.9 {ms.Percentile(0.999):0.0} ms, max {ms.Max():0.0} ms of {ms.Count}");

    private static async Task<int> Lost(SiloProcess silo)
    {
        using var http = new HttpClient();
        return int.Parse(await http.GetStringAsync(new Uri(silo.Address, "/lost"), TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
    }
}
