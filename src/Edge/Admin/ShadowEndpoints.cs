using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Shadow;

namespace AiGateway.Edge.Admin;

/// <summary>Copies of calls at the edge that answers: how many wait, are under way, were sent and were dropped, and why.</summary>
internal static class ShadowEndpoints
{
    public static void Map(IEndpointRouteBuilder admin) => admin.MapGet("/shadows", (CatalogView catalog, Shadows shadows) => Results.Json(new
    {
        data = (catalog.Table?.Routes ?? []).Where(route => route.Shadow is not null).Select(route => Shown(route, shadows.Find(route.Spec.Id))),
    }));

    private static object Shown(ModelRoute route, ShadowLane? lane) => new
    {
        model = route.Spec.Id,
        provider = route.Shadow!.Target.Provider.Id,
        target = route.Shadow.Target.Model,
        percent = route.Shadow.Spec.Percent,
        queued = lane?.Queued ?? 0,
        underWay = lane?.UnderWay ?? 0,
        sent = lane?.Sent ?? 0,
        dropped = Enum.GetValues<ShadowDrop>().Where(why => lane?.Dropped(why) > 0).ToDictionary(why => why.Name(), why => lane!.Dropped(why)),
    };
}
