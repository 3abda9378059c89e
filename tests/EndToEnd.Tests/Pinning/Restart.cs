using AiGateway.EndToEnd.Tests.Cluster;

namespace AiGateway.EndToEnd.Tests.Pinning;

internal static class Restart
{
    /// <summary>Nobody is left who remembers anything: only the store stays.</summary>
    public static async Task All(TestCluster cluster)
    {
        foreach (var edge in cluster.Edges)
            edge.Process.Kill();
        foreach (var silo in cluster.Silos)
        {
            // In good order: silos that are all killed at once keep their successors waiting.
            silo.Process.Terminate();
            await silo.Process.Exit();
        }
        foreach (var silo in cluster.Silos)
            await silo.StartProcess();
        foreach (var edge in cluster.Edges)
            await edge.StartProcess();
        await cluster.Ready();
    }
}
