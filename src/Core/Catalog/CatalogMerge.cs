namespace AiGateway.Core.Catalog;

/// <summary>The union of the two sources of a catalog.</summary>
/// <param name="Document">Everything both sources declare; the file's entity where they clash. Not yet validated.</param>
/// <param name="Problems">Ids that both declare. Paths are those of the managed document.</param>
public sealed record CatalogMerge(CatalogDocument Document, IReadOnlyList<CatalogProblem> Problems);
