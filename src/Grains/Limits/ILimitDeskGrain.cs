using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Leasing;
using Orleans.Concurrency;

namespace AiGateway.Grains.Limits;

/// <summary>
/// Takes the reports of an edge about all entities whose owners live on one silo, so that calls between nodes do not grow
/// with the number of entities. Its key names the silo; anything else is a desk somewhere.
/// </summary>
[Alias("aigw.ILimitDeskGrain")]
public interface ILimitDeskGrain : IGrainWithStringKey
{
    /// <summary>The desk for entities whose owners' silos are not known yet.</summary>
    const string Anywhere = "anywhere";

    /// <summary>The most reports in one batch.</summary>
    const int MostReports = 1_000;

    /// <returns>An outcome for each report in order; null where the owner did not answer in time.</returns>
    [Alias("serve")]
    ValueTask<LeaseOutcome?[]> Serve(DeskBatch batch, ILeaseObserver edge);
}

/// <summary>Reports of one edge.</summary>
[GenerateSerializer, Immutable, Alias("aigw.DeskBatch")]
public sealed record DeskBatch([property: Id(0)] EdgeName Edge, [property: Id(1)] DeskReport[] Reports);

/// <summary>One report.</summary>
/// <param name="Entity">Whose limits.</param>
/// <param name="Limits">The limits as the edge knows them.</param>
/// <param name="Version">Of the catalog they are from.</param>
[GenerateSerializer, Immutable, Alias("aigw.DeskReport")]
public sealed record DeskReport(
    [property: Id(0)] string Entity, [property: Id(1)] LeaseReport Report, [property: Id(2)] LimitSet Limits, [property: Id(3)] long Version);

/// <summary>An edge's ear for what cannot wait until it asks.</summary>
[Alias("aigw.ILeaseObserver")]
public interface ILeaseObserver : IGrainObserver
{
    /// <summary>Little is left of these entities' limits: give back what is not needed at once.</summary>
    [OneWay, Alias("recall")]
    Task Recall(string entity);
}
