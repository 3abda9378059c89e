using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Admin;

/// <summary>Providers and their keys. A secret goes in and never comes out; left out of a change, it stays as it is.</summary>
internal static class ProviderEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var providers = admin.MapGroup("/providers");
        providers.MapGet("", async (CatalogEditor editor) => Results.Json(new { data = (await Merged(editor)).Providers.Select(AdminResults.Shown) }));
        providers.MapGet("/{id}", async (string id, CatalogEditor editor) =>
            (await Merged(editor)).Providers.FirstOrDefault(p => p.Id == id) is { } found ? Results.Json(AdminResults.Shown(found)) : AdminResults.NotFound("provider", id));
        providers.MapPut("/{id}", Put);
        providers.MapDelete("/{id}", Delete);
        providers.MapPut("/{id}/keys/{keyId}", PutKey);
        providers.MapDelete("/{id}/keys/{keyId}", DeleteKey);
    }

    private static async Task<IResult> Put(string id, HttpContext http, CatalogEditor editor)
    {
        var provider = await AdminBody.Read<ProviderSpec>(http);
        if (CatalogEndpoints.IdMismatch("provider", id, provider.Id) is { } mismatch)
            return mismatch;
        if (CatalogEndpoints.Has((await editor.Read()).Layers.File.Providers, id, p => p.Id))
            return AdminResults.InFile("provider", id);
        var outcome = await editor.Change(layers =>
        {
            var before = layers.Managed.Providers.FirstOrDefault(p => p.Id == id);
            return layers.Managed.With(provider with { Keys = [.. provider.Keys.Select(key => KeepSecret(key, before))] });
        });
        return AdminResults.Of(outcome, () => AdminResults.Shown(provider with { Keys = [.. provider.Keys.Select(k => k with { Secret = null })] }));
    }

    private static async Task<IResult> Delete(string id, CatalogEditor editor) =>
        await Missing(editor, id)
        ?? AdminResults.Of(await editor.Change(layers => layers.Managed.WithoutProvider(id)), () => new { deleted = id });

    private static async Task<IResult> PutKey(string id, string keyId, HttpContext http, CatalogEditor editor)
    {
        var key = await AdminBody.Read<KeySpec>(http);
        if (CatalogEndpoints.IdMismatch("key", keyId, key.Id) is { } mismatch)
            return mismatch;
        if (await Missing(editor, id) is { } missing)
            return missing;
        var outcome = await editor.Change(layers =>
            layers.Managed.WithKey(id, KeepSecret(key, layers.Managed.Providers.FirstOrDefault(p => p.Id == id))));
        return AdminResults.Of(outcome, () => AdminResults.Shown(key with { Secret = null }));
    }

    private static async Task<IResult> DeleteKey(string id, string keyId, CatalogEditor editor)
    {
        if (await Missing(editor, id) is { } missing)
            return missing;
        if (!CatalogEndpoints.Has((await editor.Read()).Layers.Managed.Providers.First(p => p.Id == id).Keys, keyId, k => k.Id))
            return AdminResults.NotFound("key", keyId);
        return AdminResults.Of(await editor.Change(layers => layers.Managed.WithoutKey(id, keyId)), () => new { deleted = keyId });
    }

    private static KeySpec KeepSecret(KeySpec key, ProviderSpec? before) =>
        key.Secret is null ? key with { Secret = before?.Keys.FirstOrDefault(k => k.Id == key.Id)?.Secret } : key;

    private static async Task<IResult?> Missing(CatalogEditor editor, string id) =>
        (await editor.Read()).Layers.Unchangeable("provider", id, layer => layer.Providers, p => p.Id);

    private static async Task<CatalogDocument> Merged(CatalogEditor editor) => (await editor.Read()).Layers.Merge().Document;
}
