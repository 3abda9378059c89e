using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin.Http;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Endpoints;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Health;

/// <summary>The health of providers' addresses, as their owners see it, and whether this edge is let in there.</summary>
internal static class AddressEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var endpoints = admin.MapGroup("/endpoints");
        endpoints.MapGet("", List).Described("listEndpoints", "The health of providers' addresses as their owners see it, in the order of their ids", 400);
        endpoints.MapGet("/{id}", (string id, IGrainFactory grains, CatalogView catalog, KeyViews views, TimeProvider time) =>
            Do(id, grains, catalog, views, time, endpoint => endpoint.Status()))
            .Described("getEndpoint", "The health of a provider's address", 404);
        endpoints.MapPost("/{id}/unblock", (string id, IGrainFactory grains, CatalogView catalog, KeyViews views, TimeProvider time) =>
        {
            views.Endpoint(id).MarkFit();
            return Do(id, grains, catalog, views, time, endpoint => endpoint.Unblock());
        }).Described("unblockEndpoint", "The provider is well again: active, all counts anew, and let in at this edge", 404);
    }

    private static async Task<Results<Ok<Listed<AddressHealth>>, ProblemHttpResult>> List(
        [AsParameters] PageParameters part, IGrainFactory grains, CatalogView catalog, KeyViews views, TimeProvider time) =>
        part.Take(catalog.Table?.Providers.Values.Where(p => p.Kind != ProviderKind.Demo).Select(p => p.Id) ?? [], id => id, out var page) is { } problem
            ? problem
            : TypedResults.Ok(await page.Shown(async id => Shown(await grains.GetGrain<IEndpointGrain>(id).Status(), views, time)));

    private static async Task<Results<Ok<AddressHealth>, ProblemHttpResult>> Do(
        string id, IGrainFactory grains, CatalogView catalog, KeyViews views, TimeProvider time, Func<IEndpointGrain, ValueTask<EndpointStatus>> action) =>
        catalog.Table?.Providers.TryGetValue(id, out var provider) == true && provider.Kind != ProviderKind.Demo
            ? TypedResults.Ok(Shown(await action(grains.GetGrain<IEndpointGrain>(id)), views, time))
            : AdminResults.NotFound("endpoint", id);

    private static AddressHealth Shown(EndpointStatus status, KeyViews views, TimeProvider time) => new(
        status.EndpointId, status.State.ToString(), status.UntilInMs, status.Reason, status.Message, status.SlowStartLeftMs,
        views.Endpoint(status.EndpointId).UnfitLeftMs(time.MonotonicMs()));
}
