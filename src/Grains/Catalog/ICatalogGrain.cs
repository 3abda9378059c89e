using Orleans.Concurrency;

namespace AiGateway.Grains.Catalog;

/// <summary>
/// Keeps the cluster's configuration: what the catalog file declares and what was made through the management API,
/// validated together, versioned together. Secrets reach it only sealed or digested.
/// </summary>
[Alias("aigw.ICatalogGrain")]
public interface ICatalogGrain : IGrainWithIntegerKey
{
    const long Key = 0;

    /// <summary>The catalog in force; null when the caller already has <paramref name="knownVersion"/>.</summary>
    [Alias("get"), ReadOnly]
    ValueTask<CatalogSnapshot?> Get(long knownVersion);

    /// <summary>Ids of all keys in the catalog in force.</summary>
    [Alias("keys"), AlwaysInterleave]
    ValueTask<CatalogKeyIds> KeyIds();

    /// <summary>Replaces what the catalog file declares. The same <paramref name="sourceHash"/> again changes nothing.</summary>
    [Alias("file")]
    ValueTask<CatalogOutcome> PublishFile(string json, string sourceHash);

    /// <summary>Replaces what the management API has made, if the catalog still has <paramref name="expectedVersion"/>. The same again changes nothing.</summary>
    [Alias("managed")]
    ValueTask<CatalogOutcome> PublishManaged(string json, long expectedVersion);
}
