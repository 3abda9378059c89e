using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>Models: their targets, splits and fallback chains. Their ids may hold slashes.</summary>
internal static class ModelEndpoints
{
    private static readonly CatalogResource<ModelSpec, ModelSpec> Models =
        new("model", document => document.Models, model => model.Id, (document, id) => document.WithoutModel(id), model => model);

    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/models", Models.List).Described("listModels", "Models, in the order of their ids", 400);
        admin.MapGet("/models/{**id}", Models.Get).Described("getModel", "One model; its id may hold slashes", 400, 404);
        admin.MapPut("/models/{**id}", Put).Accepts<ModelSpec>("application/json").Described("putModel", "Creates or replaces a model", 400, 409, 412, 413, 422);
        admin.MapDelete("/models/{**id}", Models.Delete).Described("deleteModel", "Takes a model away", 400, 404, 409, 412);
    }

    private static async Task<Results<Ok<ModelSpec>, ProblemHttpResult>> Put(string id, HttpContext http, CatalogEditor editor)
    {
        var model = await AdminBody.Read<ModelSpec>(http);
        return await Models.Put(id, model, http, editor, (managed, _) => managed.With(model));
    }
}
