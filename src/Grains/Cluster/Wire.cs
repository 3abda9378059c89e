using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace AiGateway.Grains.Cluster;

/// <summary>
/// How the rules' own types travel between processes: as JSON, so that Core stays free of Orleans and a node of the
/// next version may send members this one does not know. Call it on silos and clients alike.
/// </summary>
public static class Wire
{
    public static IServiceCollection AddCoreWireFormat(this IServiceCollection services) =>
        services.AddSerializer(serializer => serializer.AddJsonSerializer(IsCoreType));

    private static bool IsCoreType(Type type) => type.Namespace?.StartsWith("AiGateway.Core", StringComparison.Ordinal) == true;
}
