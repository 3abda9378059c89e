using AiGateway.Core.Catalog.History;
using Orleans.Concurrency;

namespace AiGateway.Grains.Catalog.History;

/// <summary>
/// Which versions of the managed layer are kept: the newest <see cref="MostVersions"/>, and of large ones as many as fit into
/// <see cref="MostBytes"/>. It is written before the catalog is, so the catalog says how far it is true: versions after its
/// newest were never in force. Its key is the catalog's.
/// </summary>
[Alias("aigw.ICatalogHistoryGrain")]
public interface ICatalogHistoryGrain : IGrainWithIntegerKey
{
    const int MostVersions = 200;

    /// <summary>Of all kept versions together, compressed.</summary>
    const long MostBytes = 128L * 1024 * 1024;

    /// <summary>Stores a version that is about to come into force; when it answers, it can be read again.</summary>
    /// <param name="newest">The version of the managed layer that is in force until then; 0 for none.</param>
    [Alias("keep")]
    ValueTask Keep(CatalogVersion version, long newest);

    /// <summary>All that are kept, newest first.</summary>
    /// <param name="newest">The version of the managed layer that is in force.</param>
    [Alias("list"), ReadOnly]
    ValueTask<CatalogVersionSummary[]> List(long newest);

    /// <summary>One of them; null when it is not kept.</summary>
    [Alias("get"), ReadOnly]
    ValueTask<CatalogVersion?> Get(long version, long newest);
}

/// <summary>One version of the managed layer.</summary>
/// <param name="ManagedJson">All of it, as <see cref="Core.Catalog.CatalogJson"/> text with stored secrets only.</param>
[GenerateSerializer, Immutable, Alias("aigw.CatalogVersion")]
public sealed record CatalogVersion([property: Id(0)] CatalogVersionSummary Summary, [property: Id(1)] string ManagedJson);
