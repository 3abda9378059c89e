using AiGateway.Core.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Endpoints;

namespace AiGateway.Edge.Admin;

/// <summary>The health of providers' addresses, as their owners see it, and whether this edge is let in there.</summary>
internal static class AddressEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var endpoints = admin.MapGroup("/endpoints");
        endpoints.MapGet("", async (IGrainFactory grains, CatalogView catalog, KeyViews views, TimeProvider time) =>
        {
            var ids = catalog.Table?.Providers.Values.Where(p => p.Kind != ProviderKind.Demo).Select(p => p.Id).Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();
            return Results.Json(new { data = await Task.WhenAll(ids.Select(async id => Shown(await grains.GetGrain<IEndpointGrain>(id).Status(), views, time))) });
        });
        endpoints.MapGet("/{id}", (string id, IGrainFactory grains, CatalogView catalog, KeyViews views, TimeProvider time) =>
            Do(id, grains, catalog, views, time, endpoint => endpoint.Status()));
        endpoints.MapPost("/{id}/unblock", (string id, IGrainFactory grains, CatalogView catalog, KeyViews views, TimeProvider time) =>
        {
            views.Endpoint(id).MarkFit();
            return Do(id, grains, catalog, views, time, endpoint => endpoint.Unblock());
        });
    }

    private static async Task<IResult> Do(
        string id, IGrainFactory grains, CatalogView catalog, KeyViews views, TimeProvider time, Func<IEndpointGrain, ValueTask<EndpointStatus>> action) =>
        catalog.Table?.Providers.TryGetValue(id, out var provider) == true && provider.Kind != ProviderKind.Demo
            ? Results.Json(Shown(await action(grains.GetGrain<IEndpointGrain>(id)), views, time))
            : AdminResults.NotFound("endpoint", id);

    private static object Shown(EndpointStatus status, KeyViews views, TimeProvider time) => new
    {
        id = status.EndpointId,
        state = status.State.ToString(),
        untilInMs = status.UntilInMs,
        reason = status.Reason,
        message = status.Message,
        slowStartLeftInMs = status.SlowStartLeftMs,
        unfitHereForMs = views.Endpoint(status.EndpointId).UnfitLeftMs(time.MonotonicMs()),
    };
}
