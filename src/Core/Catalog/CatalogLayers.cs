namespace AiGateway.Core.Catalog;

/// <summary>
/// The two sources of a catalog. Each owns the entities it made, and neither may change the other's:
/// so a reload of the file never undoes what was made through the management API, nor the reverse.
/// </summary>
/// <param name="File">What the catalog file declares.</param>
/// <param name="Managed">What the management API made.</param>
public sealed record CatalogLayers(CatalogDocument File, CatalogDocument Managed)
{
    /// <summary>The union of both layers. Where both hold an id, the file's entity stands and the clash is a problem.</summary>
    public CatalogMerge Merge()
    {
        var clashes = new List<CatalogProblem>();
        var keys = Ids(File.Providers.SelectMany(p => p.Keys), k => k.Id);
        var document = new CatalogDocument
        {
            Providers =
            [
                .. File.Providers,
                .. Own(Managed.Providers, Ids(File.Providers, p => p.Id), p => p.Id, "provider", "providers", clashes)
                    .Select(own => own.Item with
                    {
                        Keys = [.. Own(own.Item.Keys, keys, k => k.Id, "key", $"providers[{own.Index}].keys", clashes).Select(k => k.Item)],
                    }),
            ],
            Models =
            [
                .. File.Models,
                .. Own(Managed.Models, Ids(File.Models, m => m.Id), m => m.Id, "model", "models", clashes).Select(own => own.Item),
            ],
            Consumers =
            [
                .. File.Consumers,
                .. Own(Managed.Consumers, Ids(File.Consumers, c => c.Id), c => c.Id, "consumer", "consumers", clashes)
                    .Select(own => own.Item),
            ],
        };
        return new CatalogMerge(document, clashes);
    }

    private static HashSet<string> Ids<T>(IEnumerable<T> items, Func<T, string> id) => items.Select(id).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<(T Item, int Index)> Own<T>(
        IReadOnlyList<T> managed, HashSet<string> taken, Func<T, string> id, string what, string path, List<CatalogProblem> clashes)
    {
        for (var i = 0; i < managed.Count; i++)
        {
            if (taken.Contains(id(managed[i])))
                clashes.Add(new($"{path}[{i}].id", $"{what} '{id(managed[i])}' is declared in the catalog file; change it there"));
            else
                yield return (managed[i], i);
        }
    }
}
