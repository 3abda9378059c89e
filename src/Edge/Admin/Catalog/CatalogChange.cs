using AiGateway.Core.Catalog;
using AiGateway.Grains.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>What becomes of the catalog as it is at that moment: a new managed layer, or a refusal that leaves everything as it was.</summary>
internal sealed record CatalogChange(CatalogDocument? Managed, ProblemHttpResult? Refused)
{
    public static implicit operator CatalogChange(CatalogDocument managed) => new(managed, null);

    public static implicit operator CatalogChange(ProblemHttpResult refused) => new(null, refused);
}

/// <summary>What became of a change.</summary>
/// <param name="Outcome">What the catalog's owner said; null when it was not asked.</param>
/// <param name="Stored">Both layers as they are stored now; null when nothing was changed.</param>
/// <param name="Refused">Why the owner was not asked; null when it was.</param>
internal sealed record ChangeResult(CatalogOutcome? Outcome, CatalogLayers? Stored, ProblemHttpResult? Refused)
{
    public bool Accepted => Stored is not null;
}
