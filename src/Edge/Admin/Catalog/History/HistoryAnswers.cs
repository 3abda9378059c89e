using AiGateway.Core.Catalog.History;

namespace AiGateway.Edge.Admin.Catalog.History;

/// <summary>One version of what this API has made.</summary>
/// <param name="Catalog">All of it, without its secrets.</param>
internal sealed record CatalogVersionAnswer(long Version, long AtMs, EntityNames Added, EntityNames Changed, EntityNames Removed, CatalogContents Catalog)
{
    public static CatalogVersionAnswer Of(CatalogVersionSummary summary, CatalogContents catalog) =>
        new(summary.Version, summary.AtMs, summary.Added, summary.Changed, summary.Removed, catalog);
}

/// <summary>How two versions differ.</summary>
/// <param name="From">The one it starts from.</param>
/// <param name="To">The one it leads to.</param>
internal sealed record CatalogDiffAnswer(long From, long To, IReadOnlyList<EntityChange> Changes);

/// <summary>A version that is in force again.</summary>
/// <param name="Version">The catalog's version it has now.</param>
/// <param name="Restored">The version it was.</param>
/// <param name="Changes">What it changed; nothing when it was in force already.</param>
internal sealed record CatalogRestoredAnswer(long Version, long Restored, IReadOnlyList<EntityChange> Changes);
