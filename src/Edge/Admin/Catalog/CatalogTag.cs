using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>The tag of the catalog as a whole: another one after any change, of the file or through this API.</summary>
internal static class CatalogTag
{
    public static string Of(CatalogLayers layers) => EntityTag.Of(CatalogJson.Write(layers.File) + CatalogJson.Write(layers.Managed));

    /// <summary>Tells it with the answer.</summary>
    public static string Set(HttpContext http, CatalogLayers layers)
    {
        var tag = Of(layers);
        http.Response.Headers.ETag = tag;
        return tag;
    }

    /// <returns>Null when the catalog is as the caller wants it to be.</returns>
    public static ProblemHttpResult? Refuse(CatalogLayers layers, Preconditions wanted, HttpContext http)
    {
        if (wanted.AsksNothing || wanted.Allow(Of(layers)))
            return null;
        Set(http, layers);
        return AdminResults.Problem(StatusCodes.Status412PreconditionFailed, "The catalog is not as you know it.",
            "Its tag now is in 'ETag'. Look at it again, and repeat the change with that as 'If-Match'.");
    }
}
