using AiGateway.Grains.Cluster;
using AiGateway.Silo.Hosting;

namespace AiGateway.Edge.Hosting;

/// <summary>Makes an edge a silo as well: alone with its own store, or as one node of a cluster. The one place where the edge knows the silo.</summary>
internal static class SingleProcess
{
    public static void Add(WebApplicationBuilder builder, ClusterSettings settings, string redis) =>
        builder.Host.UseOrleans(silo => silo.AddControlPlane(settings, redis));
}
