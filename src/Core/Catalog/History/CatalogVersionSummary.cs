namespace AiGateway.Core.Catalog.History;

/// <summary>One version of the managed layer in a few words.</summary>
/// <param name="Version">The catalog's version that it came into force with.</param>
/// <param name="AtMs">When, Unix milliseconds.</param>
/// <param name="Added">What it has that the one before had not.</param>
/// <param name="Changed">What differs from the one before.</param>
/// <param name="Removed">What it has no longer.</param>
public sealed record CatalogVersionSummary(long Version, long AtMs, EntityNames Added, EntityNames Changed, EntityNames Removed)
{
    public static CatalogVersionSummary Of(long version, long atMs, IReadOnlyList<EntityChange> changes) =>
        new(version, atMs, EntityNames.Of(changes, ChangeKind.Added), EntityNames.Of(changes, ChangeKind.Changed), EntityNames.Of(changes, ChangeKind.Removed));
}

/// <summary>Some of the catalog's entities.</summary>
/// <param name="Count">How many.</param>
/// <param name="Names">The first <see cref="Most"/> of them, as <c>model/chat</c>.</param>
public sealed record EntityNames(int Count, IReadOnlyList<string> Names)
{
    /// <summary>Enough to tell one change from another, and little enough to keep for hundreds of them.</summary>
    public const int Most = 10;

    public static EntityNames Of(IReadOnlyList<EntityChange> changes, ChangeKind kind)
    {
        var names = changes.Where(change => change.Change == kind).Select(change => change.Name).ToList();
        return new EntityNames(names.Count, [.. names.Take(Most)]);
    }
}
