using AiGateway.EndToEnd.Tests.Cluster;

namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>What goes wrong in which order.</summary>
internal static class ProofFaults
{
    /// <summary>Few, one right after the other, so that a single minute has them all.</summary>
    public static IEnumerable<Fault> Short(TestCluster cluster, ProofPlan plan)
    {
        yield return Fault.KilledEdge(cluster, plan.Seed % cluster.Edges.Count);
        yield return Fault.KilledSilo(cluster, plan.Seed % cluster.Silos.Count);
        yield return Fault.HungRedis(cluster, ProofPlan.WithoutRedis, Fault.HungEdge(cluster, (plan.Seed + 1) % cluster.Edges.Count));
    }

    /// <summary>Each kind in turn, at a victim by the seed, without end.</summary>
    public static IEnumerable<Fault> Endless(TestCluster cluster, ProofPlan plan)
    {
        var random = new Random(plan.Seed);
        while (true)
        {
            yield return Fault.KilledSilo(cluster, random.Next(cluster.Silos.Count));
            yield return Fault.KilledEdge(cluster, random.Next(cluster.Edges.Count));
            yield return Fault.HungSilo(cluster, random.Next(cluster.Silos.Count));
            yield return Fault.HungEdge(cluster, random.Next(cluster.Edges.Count));
            yield return Fault.HungRedis(cluster, ProofPlan.WithoutRedis);
            yield return Fault.StoppedRedis(cluster, ProofPlan.WithoutRedis);
        }
    }
}
