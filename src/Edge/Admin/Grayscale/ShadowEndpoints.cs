using AiGateway.Edge.Admin.Http;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Shadow;

namespace AiGateway.Edge.Admin.Grayscale;

/// <summary>Copies of calls at the edge that answers: how many wait, are under way, were sent and were dropped, and why.</summary>
internal static class ShadowEndpoints
{
    public static void Map(IEndpointRouteBuilder admin) => admin.MapGet("/shadows", (CatalogView catalog, Shadows shadows) => TypedResults.Ok(new Listed<ShadowAnswer>(
        [.. (catalog.Table?.Routes ?? []).Where(route => route.Shadow is not null).Select(route => Shown(route, shadows.Find(route.Spec.Id)))])))
        .Described("listShadows", "Copies of calls at this edge since its start");

    private static ShadowAnswer Shown(ModelRoute route, ShadowLane? lane) => new(
        route.Spec.Id, route.Shadow!.Target.Provider.Id, route.Shadow.Target.Model, route.Shadow.Spec.Percent,
        lane?.Queued ?? 0, lane?.UnderWay ?? 0, lane?.Sent ?? 0,
        Enum.GetValues<ShadowDrop>().Where(why => lane?.Dropped(why) > 0).ToDictionary(why => why.Name(), why => lane!.Dropped(why)));
}
