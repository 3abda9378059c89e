using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>The catalog as a whole.</summary>
internal static class CatalogEndpoints
{
    public static void Map(IEndpointRouteBuilder admin) => admin.MapGet("/catalog", async (CatalogEditor editor) =>
    {
        var (layers, version) = await editor.Read();
        return TypedResults.Ok(new CatalogAnswer(version, CatalogContents.Of(layers.Merge().Document)));
    }).Described("getCatalog", "The catalog in force, of the file and of this API together");

    /// <summary>Puts an entity's id from the address into it, and refuses a body that names another.</summary>
    public static ProblemHttpResult? IdMismatch(string what, string inAddress, string inBody) => inAddress == inBody
        ? null
        : AdminResults.Problem(StatusCodes.Status400BadRequest, $"The address names {what} '{inAddress}', the body '{inBody}'.", "Make them the same.");

    /// <summary>Why an entity cannot be changed here: it stands in the file, or is not there; null when it can.</summary>
    public static ProblemHttpResult? Unchangeable<T>(this CatalogLayers layers, string what, string id, Func<CatalogDocument, IEnumerable<T>> items, Func<T, string> idOf) =>
        Has(items(layers.File), id, idOf) ? AdminResults.InFile(what, id)
        : Has(items(layers.Managed), id, idOf) ? null : AdminResults.NotFound(what, id);

    public static bool Has<T>(IEnumerable<T> items, string id, Func<T, string> idOf) => items.Any(item => idOf(item) == id);
}
