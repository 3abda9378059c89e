using AiGateway.Edge.Cluster;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Admin;

/// <summary>What this one edge believes. Asks nobody, so that it can be compared with what owners say, and seen when they cannot be reached.</summary>
internal static class EdgeEndpoints
{
    public static void Map(IEndpointRouteBuilder admin) => admin.MapGet("/edge/keys", (CatalogView catalog, KeyViews views, ControlPlaneContact contact, TimeProvider time) =>
    {
        var now = time.MonotonicMs();
        var ids = catalog.Table?.Keys.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();
        return Results.Json(new { heardMsAgo = (long?)contact.Age?.TotalMilliseconds, data = ids.Select(id => Shown(views[id], now)) });
    });

    private static object Shown(KeyView view, long now) => new
    {
        id = view.Id,
        state = view.Status.State.ToString(),
        untilInMs = view.UntilInMs(now),
        reason = view.Status.Reason,
        // Of no model in particular: what is blocked for one is usable for others.
        usable = view.IsUsable("", now),
        models = view.Models.Where(model => !model.IsUsable(now)).Select(model => new
        {
            model = model.Model,
            state = model.Status.State.ToString(),
            untilInMs = model.UntilInMs(now),
            reason = model.Status.Reason,
        }),
        epoch = view.Status.Epoch,
        version = view.Status.Version,
    };
}
