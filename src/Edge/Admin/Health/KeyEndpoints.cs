using AiGateway.Edge.Admin.Http;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Health;

/// <summary>The health of upstream keys, as their owners see it, and an operator's say in it.</summary>
internal static class KeyEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var keys = admin.MapGroup("/keys");
        keys.MapGet("", List).Described("listKeys", "The health of upstream keys as their owners see it, in the order of their ids", 400);
        keys.MapGet("/{id}", (string id, IGrainFactory grains, CatalogView catalog) => Do(id, grains, catalog, key => key.Status()))
            .Described("getKey", "The health of an upstream key", 404);
        keys.MapPost("/{id}/unblock", (string id, IGrainFactory grains, CatalogView catalog) => Do(id, grains, catalog, key => key.Unblock()))
            .Described("unblockKey", "The cause is gone: active again for all models, all counts anew", 404);
        keys.MapPost("/{id}/disable", (string id, IGrainFactory grains, CatalogView catalog) => Do(id, grains, catalog, key => key.Disable()))
            .Described("disableKey", "Takes a key out of use until it is enabled", 404);
        keys.MapPost("/{id}/enable", (string id, IGrainFactory grains, CatalogView catalog) => Do(id, grains, catalog, key => key.Enable()))
            .Described("enableKey", "Takes a disabled key into use", 404);
    }

    private static async Task<Results<Ok<Listed<KeyHealthAnswer>>, ProblemHttpResult>> List([AsParameters] PageParameters part, IGrainFactory grains, CatalogView catalog) =>
        part.Take(catalog.Table?.Keys.Keys ?? [], id => id, out var page) is { } problem
            ? problem
            : TypedResults.Ok(await page.Shown(async id => Shown(await grains.GetGrain<IApiKeyGrain>(id).Status(), catalog)));

    private static async Task<Results<Ok<KeyHealthAnswer>, ProblemHttpResult>> Do(string id, IGrainFactory grains, CatalogView catalog, Func<IApiKeyGrain, ValueTask<KeyStatus>> action) =>
        catalog.Table?.Keys.ContainsKey(id) == true
            ? TypedResults.Ok(Shown(await action(grains.GetGrain<IApiKeyGrain>(id)), catalog))
            : AdminResults.NotFound("key", id);

    private static KeyHealthAnswer Shown(KeyStatus status, CatalogView catalog) =>
        KeyHealthAnswer.Of(status, catalog.Table?.Providers.Values.FirstOrDefault(p => p.Keys.Any(k => k.Id == status.KeyId))?.Id);
}
