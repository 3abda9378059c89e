using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Admin;

/// <summary>Models: their targets, splits and fallback chains. Their ids may hold slashes.</summary>
internal static class ModelEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/models", async (CatalogEditor editor) =>
            Results.Json(new { data = (await editor.Read()).Layers.Merge().Document.Models.Select(AdminResults.Shown) }));
        admin.MapGet("/models/{**id}", async (string id, CatalogEditor editor) =>
            (await editor.Read()).Layers.Merge().Document.Models.FirstOrDefault(m => m.Id == id) is { } found
                ? Results.Json(AdminResults.Shown(found)) : AdminResults.NotFound("model", id));
        admin.MapPut("/models/{**id}", Put);
        admin.MapDelete("/models/{**id}", Delete);
    }

    private static async Task<IResult> Put(string id, HttpContext http, CatalogEditor editor)
    {
        var model = await AdminBody.Read<ModelSpec>(http);
        if (CatalogEndpoints.IdMismatch("model", id, model.Id) is { } mismatch)
            return mismatch;
        if (CatalogEndpoints.Has((await editor.Read()).Layers.File.Models, id, m => m.Id))
            return AdminResults.InFile("model", id);
        return AdminResults.Of(await editor.Change(layers => layers.Managed.With(model)), () => AdminResults.Shown(model));
    }

    private static async Task<IResult> Delete(string id, CatalogEditor editor) =>
        (await editor.Read()).Layers.Unchangeable("model", id, layer => layer.Models, m => m.Id)
        ?? AdminResults.Of(await editor.Change(now => now.Managed.WithoutModel(id)), () => new { deleted = id });
}
