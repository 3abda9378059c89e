using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace AiGateway.Grains.Limits;

/// <summary>Puts a grain on the silo its key names; on any when there is no such silo.</summary>
[GenerateSerializer, Immutable, Alias("aigw.NamedSiloPlacement")]
public sealed class NamedSiloPlacement : PlacementStrategy;

/// <inheritdoc cref="NamedSiloPlacement"/>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NamedSiloPlacementAttribute() : PlacementAttribute(new NamedSiloPlacement());

internal sealed class NamedSiloDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        var name = target.GrainIdentity.Key.ToString();
        var named = Array.Find(silos, silo => silo.ToParsableString() == name);
        return Task.FromResult(named ?? silos[target.GrainIdentity.GetUniformHashCode() % (uint)silos.Length]);
    }
}
