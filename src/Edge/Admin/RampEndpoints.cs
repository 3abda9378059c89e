using AiGateway.Core.Grayscale;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Grayscale;

namespace AiGateway.Edge.Admin;

/// <summary>Ramps as their owners see them, and an operator's say in them. Ids of models may hold slashes.</summary>
internal static class RampEndpoints
{
    private static readonly Dictionary<string, RampAction> Actions = new(StringComparer.Ordinal)
    {
        ["pause"] = RampAction.Pause,
        ["resume"] = RampAction.Resume,
        ["promote"] = RampAction.Promote,
        ["rollback"] = RampAction.Rollback,
        ["restart"] = RampAction.Restart,
    };

    public static void Map(IEndpointRouteBuilder admin)
    {
        var ramps = admin.MapGroup("/ramps");
        ramps.MapGet("", async (IGrainFactory grains, CatalogView catalog, RampViews views) => Results.Json(new
        {
            data = await Task.WhenAll((catalog.Table?.Ramps ?? []).Select(async route => RampAnswer.Of(await Owner(grains, route).Figures(), route, views))),
        }));
        ramps.MapGet("/{**model}", async (string model, IGrainFactory grains, CatalogView catalog, RampViews views) => Find(catalog, model) is { } route
            ? Results.Json(RampAnswer.Of(await Owner(grains, route).Figures(), route, views))
            : AdminResults.NotFound("model with a ramp", model));
        ramps.MapPost("/{**path}", Act);
        // Asks nobody, so that edges can be compared, and seen when owners cannot be reached.
        admin.MapGet("/edge/ramps", (CatalogView catalog, RampViews views) => Results.Json(new
        {
            data = (catalog.Table?.Ramps ?? []).Select(route => RampAnswer.Here(views[route.Spec.Id].Status, route, views)),
        }));
    }

    private static async Task<IResult> Act(string path, IGrainFactory grains, CatalogView catalog, RampViews views)
    {
        var slash = path.LastIndexOf('/');
        if (slash < 0 || !Actions.TryGetValue(path[(slash + 1)..], out var action))
        {
            return AdminResults.Problem(
                StatusCodes.Status404NotFound, "There is no such action.", $"Post to {AdminApi.Prefix}/ramps/MODEL/ACTION, with one of {string.Join(", ", Actions.Keys)}.");
        }
        if (Find(catalog, path[..slash]) is not { } route)
            return AdminResults.NotFound("model with a ramp", path[..slash]);
        var figures = await Owner(grains, route).Operate(action, route.Ramp!.Terms);
        if (figures.Refused is { } reason)
            return AdminResults.Problem(StatusCodes.Status409Conflict, $"The ramp of '{route.Spec.Id}' is {figures.Status.State}.", reason);
        // Whoever looks again at this edge finds it done.
        views.Apply(figures.Status);
        return Results.Json(RampAnswer.Of(figures, route, views));
    }

    private static ModelRoute? Find(CatalogView catalog, string model) => catalog.Table?.Ramps.FirstOrDefault(route => route.Spec.Id == model);

    private static IRampGrain Owner(IGrainFactory grains, ModelRoute route) => grains.GetGrain<IRampGrain>(route.Spec.Id);
}
