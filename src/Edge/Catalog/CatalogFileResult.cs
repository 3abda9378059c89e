using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Catalog;

/// <summary>What a catalog file's text came to: a valid catalog, or everything that is wrong with it in the order of its lines.</summary>
internal sealed record CatalogFileResult(CatalogDocument? Document, IReadOnlyList<CatalogFileProblem> Problems)
{
    /// <summary>False when nothing could be read, so that there is one problem and may be more behind it.</summary>
    public bool IsYaml { get; init; } = true;
}
