using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Grains.Limits;

/// <summary>
/// Owns the limits of one entity for the whole cluster by leasing permits to the edges. Its key names the entity; see
/// <see cref="LimitEntity"/>.
/// </summary>
[Alias("aigw.ILimitGrain")]
public interface ILimitGrain : IGrainWithStringKey
{
    /// <summary>Takes an edge's report in and grants what the limits leave.</summary>
    /// <param name="limits">The entity's limits as the edge knows them.</param>
    /// <param name="version">Of the catalog they are from; the newest ever seen counts.</param>
    [Alias("lease")]
    ValueTask<LeaseOutcome> Lease([Immutable] LeaseReport report, [Immutable] LimitSet limits, long version);

    /// <summary>
    /// How far the limits are used. Asking changes nothing: while no edge holds permits it is read from the store, where what a lost owner had
    /// given out counts as used.
    /// </summary>
    /// <param name="limits">The entity's limits as the edge knows them.</param>
    /// <param name="version">Of the catalog they are from; the newest ever seen counts.</param>
    [Alias("use")]
    ValueTask<EntityUse> Use([Immutable] LimitSet limits, long version);
}

/// <summary>What an owner answers.</summary>
/// <param name="Silo">Where it lives, so that the next report goes there at once.</param>
[GenerateSerializer, Immutable, Alias("aigw.LeaseOutcome")]
public sealed record LeaseOutcome([property: Id(0)] LeaseReply Reply, [property: Id(1)] string Silo);
