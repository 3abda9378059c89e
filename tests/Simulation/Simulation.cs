using AiGateway.Core.Limits;

namespace AiGateway.Simulation;

/// <summary>One run: traffic with faults, calm, quiet, and then the verdict.</summary>
internal static class Simulation
{
    public static RunResult Run(Scenario scenario, string kind = "")
    {
        var cluster = new Cluster(scenario);
        var faults = new FaultPlan(cluster);
        var liveness = new Liveness(cluster, faults);
        faults.Start();
        liveness.Start();
        cluster.World.RunUntil(scenario.TrafficUs);
        cluster.World.RunUntil(scenario.TrafficUs + QuietUs(scenario));

        var broken = new List<string>(cluster.Invariants.Broken);
        if (liveness.Broken is { } starving)
            broken.Add(starving);
        broken.AddRange(Leftovers(cluster));
        var passed = new List<string>();
        double overshoot = 0;
        foreach (var limit in scenario.Limits)
        {
            var over = Over(cluster, limit);
            if (over <= 0)
                continue;
            overshoot = Math.Max(overshoot, limit.Hard ? 0 : (double)over / limit.Bound);
            if (limit.Hard || cluster.OwnerChanges <= 1)
                passed.Add($"{limit.Dimension} {limit.Bound} passed by {over}");
        }
        var overAtEnd = scenario.MostTokens > 0 ? OverAtEnd(cluster) : 0;
        // Shorter leases lapse now and then by themselves.
        if (overAtEnd > 0 && scenario is { Faults: [], Loss: 0, Terms: { LeaseMs: >= 10_000, HorizonMs: >= 5_000 } })
            passed.Add($"tokens of calls that ended passed by {overAtEnd}");
        return new RunResult(scenario.Seed, kind)
        {
            Offered = cluster.Offered,
            Admissions = cluster.Audit.Admissions,
            Waits = cluster.Waits,
            Reports = cluster.Reports,
            OwnerChanges = cluster.OwnerChanges - 1,
            Writes = cluster.Store.Writes,
            FencedWrites = cluster.Store.Conflicts,
            WatchedSeconds = liveness.WatchedSeconds,
            SoftOvershoot = overshoot,
            OverAtEnd = overAtEnd,
            Passed = passed,
            Broken = broken,
        };
    }

    private static long Over(Cluster cluster, Limit limit)
    {
        var scenario = cluster.Scenario;
        if (limit.Dimension == LimitDimension.Concurrent)
            return cluster.Audit.MostOverRunning;
        if (limit.Dimension.IsDaily())
            return cluster.Audit.OverDay(limit.Dimension, cluster.History, scenario.MidnightUs, (scenario.Terms.MaxSkewMs + 50) * 1_000);
        return cluster.Audit.Over(limit.Dimension, cluster.History, cluster.SlackUs);
    }

    private static long OverAtEnd(Cluster cluster)
    {
        long worst = 0;
        foreach (var limit in cluster.Scenario.Limits)
        {
            if (limit.Dimension == LimitDimension.TokensPerMinute)
                worst = Math.Max(worst, cluster.Audit.OverAtEnd(limit.Dimension, cluster.History, cluster.SlackUs));
        }
        return worst;
    }

    /// <summary>After the last call and all leases nothing may be out, held or running.</summary>
    private static IEnumerable<string> Leftovers(Cluster cluster)
    {
        if (cluster.Audit.Running != 0)
            yield return $"{cluster.Audit.Running} calls never ended";
        foreach (var site in cluster.Sites)
        {
            if (site.Process is { Alive: true, Account: not null })
                yield return $"{site.Id} never forgot its account";
        }
        if (!cluster.Current.Serves)
            yield break;
        _ = cluster.Current.Rules!.BeginWrite(cluster.Current.NowMs);
        foreach (var ledger in cluster.Current.Rules.Ledgers.All)
        {
            if (ledger.Out != 0)
                yield return $"{ledger.Out} of {ledger.Dimension} never came back";
            if (ledger.Dimension == LimitDimension.Concurrent && ledger.Charges.Used != 0)
                yield return $"{ledger.Charges.Used} slots are still held";
        }
    }

    private static long QuietUs(Scenario scenario) =>
        ((3 * scenario.Terms.LeaseMs) + scenario.Terms.HorizonMs + scenario.Terms.SilenceMs + 2_000) * 1_000 + scenario.LongestCallUs;
}
