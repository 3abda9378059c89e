using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>Models: their targets, splits and fallback chains. Their ids may hold slashes.</summary>
internal static class ModelEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/models", async (CatalogEditor editor) =>
            TypedResults.Ok(new Listed<ModelSpec>((await editor.Read()).Layers.Merge().Document.Models)))
            .Described("listModels", "All models");
        admin.MapGet("/models/{**id}", Get).Described("getModel", "One model; its id may hold slashes", StatusCodes.Status404NotFound);
        admin.MapPut("/models/{**id}", Put).Accepts<ModelSpec>("application/json").Described("putModel", "Creates or replaces a model", 400, 409, 413, 422);
        admin.MapDelete("/models/{**id}", Delete).Described("deleteModel", "Takes a model away", 404, 409, 422);
    }

    private static async Task<Results<Ok<ModelSpec>, ProblemHttpResult>> Get(string id, CatalogEditor editor) =>
        (await editor.Read()).Layers.Merge().Document.Models.FirstOrDefault(m => m.Id == id) is { } found
            ? TypedResults.Ok(found) : AdminResults.NotFound("model", id);

    private static async Task<Results<Ok<ModelSpec>, ProblemHttpResult>> Put(string id, HttpContext http, CatalogEditor editor)
    {
        var model = await AdminBody.Read<ModelSpec>(http);
        if (CatalogEndpoints.IdMismatch("model", id, model.Id) is { } mismatch)
            return mismatch;
        if (CatalogEndpoints.Has((await editor.Read()).Layers.File.Models, id, m => m.Id))
            return AdminResults.InFile("model", id);
        return AdminResults.Of(await editor.Change(layers => layers.Managed.With(model)), () => model);
    }

    private static async Task<Results<Ok<DeletedAnswer>, ProblemHttpResult>> Delete(string id, CatalogEditor editor) =>
        (await editor.Read()).Layers.Unchangeable("model", id, layer => layer.Models, m => m.Id) is { } problem
            ? problem
            : AdminResults.Of(await editor.Change(now => now.Managed.WithoutModel(id)), () => new DeletedAnswer(id));
}
