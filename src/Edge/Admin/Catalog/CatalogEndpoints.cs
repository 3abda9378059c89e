using AiGateway.Edge.Admin.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>The catalog as a whole.</summary>
internal static class CatalogEndpoints
{
    public static void Map(IEndpointRouteBuilder admin) =>
        admin.MapGet("/catalog", Get).Described("getCatalog", "The catalog in force, of the file and of this API together", 400);

    private static async Task<Results<Ok<CatalogAnswer>, StatusCodeHttpResult>> Get(HttpContext http, CatalogEditor editor)
    {
        var (layers, version) = await editor.Read();
        var tag = CatalogTag.Set(http, layers);
        return Preconditions.Of(http.Request.Headers).Has(tag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(new CatalogAnswer(version, CatalogContents.Of(layers.Merge().Document)));
    }
}
