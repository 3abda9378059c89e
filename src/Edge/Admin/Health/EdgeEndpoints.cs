using AiGateway.Edge.Admin.Http;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Admin.Health;

/// <summary>What this one edge believes. Asks nobody, so that it can be compared with what owners say, and seen when they cannot be reached.</summary>
internal static class EdgeEndpoints
{
    public static void Map(IEndpointRouteBuilder admin) => admin.MapGet("/edge/keys", (CatalogView catalog, KeyViews views, ControlPlaneContact contact, TimeProvider time) =>
    {
        var now = time.MonotonicMs();
        var ids = catalog.Table?.Keys.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();
        return TypedResults.Ok(new EdgeKeysAnswer((long?)contact.Age?.TotalMilliseconds, [.. ids.Select(id => Shown(views[id], now))]));
    }).Described("listEdgeKeys", "What this edge believes of all keys; asks nobody");

    private static EdgeKeyAnswer Shown(KeyView view, long now) => new(
        view.Id, view.Status.State.ToString(), view.UntilInMs(now), view.Status.Reason,
        // Of no model in particular: what is blocked for one is usable for others.
        view.IsUsable("", now),
        [.. view.Models.Where(model => !model.IsUsable(now)).Select(model => new EdgeModelAnswer(model.Model, model.Status.State.ToString(), model.UntilInMs(now), model.Status.Reason))],
        view.Status.Epoch, view.Status.Version);
}
