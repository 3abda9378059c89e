using AiGateway.Core.Catalog.History;
using AiGateway.Grains.Catalog;
using AiGateway.Grains.Catalog.History;

namespace AiGateway.Edge.Admin.Catalog.History;

/// <summary>The versions of what this API has made, asked of their owner.</summary>
internal sealed class CatalogHistory(IGrainFactory grains, CatalogEditor editor)
{
    private ICatalogHistoryGrain Owner => grains.GetGrain<ICatalogHistoryGrain>(ICatalogGrain.Key);

    /// <summary>All that are kept, newest first.</summary>
    public async Task<IReadOnlyList<CatalogVersionSummary>> List() => await Owner.List((await editor.Snapshot()).ManagedVersion);

    /// <returns>Null when it is not kept.</returns>
    public async Task<CatalogVersion?> Find(long version) => await Owner.Get(version, (await editor.Snapshot()).ManagedVersion);

    /// <summary>The version in force as it is, kept or not.</summary>
    public async Task<(long Version, string ManagedJson)> Newest() => await editor.Snapshot() is var now ? (now.ManagedVersion, now.ManagedJson) : default;
}
