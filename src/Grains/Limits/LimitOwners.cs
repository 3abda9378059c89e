using AiGateway.Core.Limits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using Orleans.Runtime.Placement;

namespace AiGateway.Grains.Limits;

/// <summary>What a silo needs to own limits.</summary>
public static class LimitOwners
{
    public static ISiloBuilder AddLimitOwners(this ISiloBuilder silo, LeaseTerms terms)
    {
        silo.Services.TryAddSingleton(terms);
        silo.Services.TryAddSingleton<IStoreClock, SameClock>();
        silo.Services.AddSingleton<EdgeDirectory>();
        silo.Services.AddPlacementDirector<NamedSiloPlacement, NamedSiloDirector>();
        return silo;
    }
}
