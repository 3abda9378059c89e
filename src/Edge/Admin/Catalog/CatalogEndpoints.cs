using AiGateway.Edge.Admin.Http;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>The catalog as a whole.</summary>
internal static class CatalogEndpoints
{
    public static void Map(IEndpointRouteBuilder admin) => admin.MapGet("/catalog", async (CatalogEditor editor) =>
    {
        var (layers, version) = await editor.Read();
        return TypedResults.Ok(new CatalogAnswer(version, CatalogContents.Of(layers.Merge().Document)));
    }).Described("getCatalog", "The catalog in force, of the file and of this API together");
}
