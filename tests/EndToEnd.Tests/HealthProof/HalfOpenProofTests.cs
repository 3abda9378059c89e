using AiGateway.EndToEnd.Tests.Cluster;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>Circuits that open and close: who tries the key, and how it gets its share back.</summary>
[Collection(HealthProofTests.Name)]
public sealed class HalfOpenProofTests(HealthCluster proof)
{
    /// <summary>From the due time, while the provider is well.</summary>
    private const double BackWithinMs = 1_000;

    /// <summary>A fifth of the episodes are disturbed.</summary>
    private static Disturbance PlanOf(int number) => (number % 20) switch
    {
        2 or 12 => Disturbance.CallerLeaves,
        5 => Disturbance.EdgeHangs,
        8 => Disturbance.EdgeDies,
        _ => Disturbance.None,
    };

    [Fact]
    public async Task A_key_is_tried_by_one_call_at_a_time_whoever_is_lost_and_comes_back_gently()
    {
        await proof.Ready();
        var plan = proof.Plan;
        await using var log = await ProviderLog.Start(proof.Fake);
        await using var watch = new StateWatch(proof.Edges[0], log);
        await using var load = new ProofLoad(proof.Edges, callers: 3, number => HealthCatalog.Half(1 + (number % HealthPlan.KeysAtOnce)), TimeSpan.FromMilliseconds(20));
        using var oneDown = new SemaphoreSlim(1);
        var next = 0;

        var episodes = (await Task.WhenAll(Enumerable.Range(1, HealthPlan.KeysAtOnce).Select(async provider =>
        {
            var key = new HalfOpenProof(proof.Cluster, proof.Edges, log, watch, load, oneDown, provider);
            var mine = new List<Episode>();
            while (Interlocked.Increment(ref next) is var number && number <= plan.Episodes)
                mine.Add(await key.Open(PlanOf(number)));
            return mine;
        }))).SelectMany(each => each).ToList();
        await load.Stop();

        foreach (var kind in episodes.GroupBy(each => each.Happened).OrderBy(kind => kind.Key))
        {
            var back = kind.Select(each => each.BackAfterMs).ToList();
            Report.Line($"{kind.Key}: {kind.Count()} episodes, {kind.Sum(each => each.Trials)} trials, at most {kind.Max(each => each.MostAtOnce)} at once; back after the due time p50 {back.Percentile(0.5):0} ms, p99 {back.Percentile(0.99):0} ms, max {back.Max():0} ms");
        }
        var shares = Enumerable.Range(0, Episode.Tenths).Select(tenth => Share(episodes, tenth)).ToList();
        Report.Line($"share of the key in each tenth of its slow start, against one other: {string.Join(", ", shares.Select(share => $"{share:P0}"))}; {load.Ends.Count} calls, {load.Failures.Count()} failed; {episodes.Count(each => each.IsVoid)} episodes void because word took too long");

        foreach (var each in episodes.Where(each => each is { IsVoid: true, MostAtOnce: > 1 }))
            Report.Line($"void: {each.MostAtOnce} at once, told after {each.ToldMs:0} ms: {each.Course}");
        var wrong = episodes.Where(each => !each.IsVoid).Where(each => each.MostAtOnce > 1 || each.BackAfterMs > plan.Allowed(BackWithinMs)).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Select(each => $"{each.Happened}, {each.MostAtOnce} at once: {each.Course}")));
        Assert.Contains(episodes, each => each.Happened == Disturbance.CallerLeaves);
        Assert.True(shares.Take(Episode.Tenths / 2).Average() < shares.TakeLast(Episode.Tenths / 2).Average(), "Its share did not grow.");
        // Without a slow start it would be a half at once. Few calls say little of a share.
        if (plan.IsLong)
            Assert.True(shares.Take(2).Average() < 0.35, "It was given too much at once.");
    }

    private static double Share(IEnumerable<Episode> episodes, int tenth)
    {
        var (own, mate) = (episodes.Sum(each => each.Shares[tenth].Own), episodes.Sum(each => each.Shares[tenth].Mate));
        return own + mate == 0 ? 0 : own / (double)(own + mate);
    }
}
