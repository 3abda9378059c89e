using AiGateway.Core.Grayscale;
using AiGateway.Edge.Admin.Http;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Grayscale;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Grayscale;

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
        ramps.MapGet("", List).Described("listRamps", "Ramps as their owners see them, in the order of their models' ids", 400);
        ramps.MapGet("/{**model}", Get).Described("getRamp", "One ramp, by its model's id, which may hold slashes", 404);
        ramps.MapPost("/{**path}", Act)
            .Described("actOnRamp", "MODEL/ACTION: pause, resume, promote, rollback or restart the ramp of a model", 404, 409);
        // Asks nobody, so that edges can be compared, and seen when owners cannot be reached.
        admin.MapGet("/edge/ramps", (CatalogView catalog, RampViews views) => TypedResults.Ok(new Listed<EdgeRampAnswer>(
            [.. (catalog.Table?.Ramps ?? []).Select(route => RampAnswer.Here(views[route.Spec.Id].Status, route, views))])))
            .Described("listEdgeRamps", "What this edge believes of all ramps; asks nobody");
    }

    private static async Task<Results<Ok<Listed<RampAnswer>>, ProblemHttpResult>> List(
        [AsParameters] PageParameters part, IGrainFactory grains, CatalogView catalog, RampViews views) =>
        part.Take(catalog.Table?.Ramps ?? [], route => route.Spec.Id, out var page) is { } problem
            ? problem
            : TypedResults.Ok(await page.Shown(async route => RampAnswer.Of(await Owner(grains, route).Figures(), route, views)));

    private static async Task<Results<Ok<RampAnswer>, ProblemHttpResult>> Get(string model, IGrainFactory grains, CatalogView catalog, RampViews views) =>
        Find(catalog, model) is { } route
            ? TypedResults.Ok(RampAnswer.Of(await Owner(grains, route).Figures(), route, views))
            : AdminResults.NotFound("model with a ramp", model);

    private static async Task<Results<Ok<RampAnswer>, ProblemHttpResult>> Act(string path, IGrainFactory grains, CatalogView catalog, RampViews views)
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
        return TypedResults.Ok(RampAnswer.Of(figures, route, views));
    }

    private static ModelRoute? Find(CatalogView catalog, string model) => catalog.Table?.Ramps.FirstOrDefault(route => route.Spec.Id == model);

    private static IRampGrain Owner(IGrainFactory grains, ModelRoute route) => grains.GetGrain<IRampGrain>(route.Spec.Id);
}
