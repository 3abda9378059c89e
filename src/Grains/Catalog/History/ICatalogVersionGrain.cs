using System.Globalization;
using Orleans.Concurrency;

namespace AiGateway.Grains.Catalog.History;

/// <summary>A place for one version of the managed layer, a record of its own in the store; used again for another when that one is forgotten.</summary>
[Alias("aigw.ICatalogVersionGrain")]
public interface ICatalogVersionGrain : IGrainWithStringKey
{
    /// <param name="catalog">The catalog's key.</param>
    /// <param name="place">From 0.</param>
    static string KeyOf(long catalog, int place) => string.Create(CultureInfo.InvariantCulture, $"{catalog}/{place}");

    [Alias("write")]
    ValueTask Write(long version, Immutable<byte[]> text);

    /// <returns>Null when another version is here.</returns>
    [Alias("read")]
    ValueTask<byte[]?> Read(long version);
}
