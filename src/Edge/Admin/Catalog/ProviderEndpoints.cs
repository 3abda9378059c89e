using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>Providers and their keys. A secret goes in and never comes out; left out of a change, it stays as it is.</summary>
internal static class ProviderEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var providers = admin.MapGroup("/providers");
        providers.MapGet("", async (CatalogEditor editor) => TypedResults.Ok(new Listed<ProviderAnswer>([.. (await Merged(editor)).Providers.Select(ProviderAnswer.Of)])))
            .Described("listProviders", "All providers with their keys");
        providers.MapGet("/{id}", Get).Described("getProvider", "One provider with its keys", 404);
        providers.MapPut("/{id}", Put).Accepts<ProviderSpec>("application/json").Described("putProvider", "Creates or replaces a provider; secrets that are left out stay", 400, 409, 413, 422);
        providers.MapDelete("/{id}", Delete).Described("deleteProvider", "Takes a provider and its keys away", 404, 409, 422);
        providers.MapPut("/{id}/keys/{keyId}", PutKey).Accepts<KeySpec>("application/json").Described("putProviderKey", "Creates or replaces a key; a secret that is left out stays", 400, 404, 409, 413, 422);
        providers.MapDelete("/{id}/keys/{keyId}", DeleteKey).Described("deleteProviderKey", "Takes a key away", 404, 409, 422);
    }

    private static async Task<Results<Ok<ProviderAnswer>, ProblemHttpResult>> Get(string id, CatalogEditor editor) =>
        (await Merged(editor)).Providers.FirstOrDefault(p => p.Id == id) is { } found ? TypedResults.Ok(ProviderAnswer.Of(found)) : AdminResults.NotFound("provider", id);

    private static async Task<Results<Ok<ProviderAnswer>, ProblemHttpResult>> Put(string id, HttpContext http, CatalogEditor editor)
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
        return AdminResults.Of(outcome, () => ProviderAnswer.Of(provider with { Keys = [.. provider.Keys.Select(k => k with { Secret = null })] }));
    }

    private static async Task<Results<Ok<DeletedAnswer>, ProblemHttpResult>> Delete(string id, CatalogEditor editor) =>
        await Missing(editor, id) is { } missing
            ? missing
            : AdminResults.Of(await editor.Change(layers => layers.Managed.WithoutProvider(id)), () => new DeletedAnswer(id));

    private static async Task<Results<Ok<KeyAnswer>, ProblemHttpResult>> PutKey(string id, string keyId, HttpContext http, CatalogEditor editor)
    {
        var key = await AdminBody.Read<KeySpec>(http);
        if (CatalogEndpoints.IdMismatch("key", keyId, key.Id) is { } mismatch)
            return mismatch;
        if (await Missing(editor, id) is { } missing)
            return missing;
        var outcome = await editor.Change(layers =>
            layers.Managed.WithKey(id, KeepSecret(key, layers.Managed.Providers.FirstOrDefault(p => p.Id == id))));
        return AdminResults.Of(outcome, () => KeyAnswer.Of(key with { Secret = null }));
    }

    private static async Task<Results<Ok<DeletedAnswer>, ProblemHttpResult>> DeleteKey(string id, string keyId, CatalogEditor editor)
    {
        if (await Missing(editor, id) is { } missing)
            return missing;
        if (!CatalogEndpoints.Has((await editor.Read()).Layers.Managed.Providers.First(p => p.Id == id).Keys, keyId, k => k.Id))
            return AdminResults.NotFound("key", keyId);
        return AdminResults.Of(await editor.Change(layers => layers.Managed.WithoutKey(id, keyId)), () => new DeletedAnswer(keyId));
    }

    private static KeySpec KeepSecret(KeySpec key, ProviderSpec? before) =>
        key.Secret is null ? key with { Secret = before?.Keys.FirstOrDefault(k => k.Id == key.Id)?.Secret } : key;

    private static async Task<ProblemHttpResult?> Missing(CatalogEditor editor, string id) =>
        (await editor.Read()).Layers.Unchangeable("provider", id, layer => layer.Providers, p => p.Id);

    private static async Task<CatalogDocument> Merged(CatalogEditor editor) => (await editor.Read()).Layers.Merge().Document;
}
