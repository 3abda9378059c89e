using AiGateway.Edge.Cluster;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Admin;

/// <summary>The health of upstream keys, as their owners see it, and an operator's say in it.</summary>
internal static class KeyEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var keys = admin.MapGroup("/keys");
        keys.MapGet("", async (IGrainFactory grains, CatalogView catalog) =>
        {
            var ids = catalog.Table?.Keys.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();
            return Results.Json(new { data = await Task.WhenAll(ids.Select(async id => Shown(await grains.GetGrain<IApiKeyGrain>(id).Status(), catalog))) });
        });
        keys.MapGet("/{id}", (string id, IGrainFactory grains, CatalogView catalog) => Do(id, grains, catalog, key => key.Status()));
        keys.MapPost("/{id}/unblock", (string id, IGrainFactory grains, CatalogView catalog) => Do(id, grains, catalog, key => key.Unblock()));
        keys.MapPost("/{id}/disable", (string id, IGrainFactory grains, CatalogView catalog) => Do(id, grains, catalog, key => key.Disable()));
        keys.MapPost("/{id}/enable", (string id, IGrainFactory grains, CatalogView catalog) => Do(id, grains, catalog, key => key.Enable()));
    }

    private static async Task<IResult> Do(string id, IGrainFactory grains, CatalogView catalog, Func<IApiKeyGrain, ValueTask<KeyStatus>> action) =>
        catalog.Table?.Keys.ContainsKey(id) == true
            ? Results.Json(Shown(await action(grains.GetGrain<IApiKeyGrain>(id)), catalog))
            : AdminResults.NotFound("key", id);

    private static object Shown(KeyStatus status, CatalogView catalog) => new
    {
        id = status.KeyId,
        provider = catalog.Table?.Providers.Values.FirstOrDefault(p => p.Keys.Any(k => k.Id == status.KeyId))?.Id,
        state = status.State.ToString(),
        untilInMs = status.UntilInMs,
        reason = status.Reason,
        message = status.Message,
        slowStartLeftInMs = status.SlowStartLeftMs,
        models = status.Models.Where(m => !m.IsWell).Select(m => new
        {
            model = m.Model,
            state = m.State.ToString(),
            untilInMs = m.UntilInMs,
            reason = m.Reason,
            message = m.Message,
            slowStartLeftInMs = m.SlowStartLeftMs,
        }),
        blockedModels = status.BlockedModels.Select(m => new { model = m.Model, untilInMs = m.UntilInMs, reason = m.Reason }),
    };
}
