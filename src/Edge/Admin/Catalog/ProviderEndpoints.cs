using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>Providers and their keys. A secret goes in and never comes out; left out of a change, it stays as it is.</summary>
internal static class ProviderEndpoints
{
    private static readonly CatalogResource<ProviderSpec, ProviderAnswer> Providers =
        new("provider", document => document.Providers, provider => provider.Id, (document, id) => document.WithoutProvider(id), ProviderAnswer.Of);

    public static void Map(IEndpointRouteBuilder admin)
    {
        var providers = admin.MapGroup("/providers");
        providers.MapGet("", Providers.List).Described("listProviders", "Providers with their keys, in the order of their ids", 400);
        providers.MapGet("/{id}", Providers.Get).Described("getProvider", "One provider with its keys", 400, 404);
        providers.MapPut("/{id}", Put).Accepts<ProviderSpec>("application/json").Described("putProvider", "Creates or replaces a provider; secrets that are left out stay", 400, 409, 412, 413, 422);
        providers.MapDelete("/{id}", Providers.Delete).Described("deleteProvider", "Takes a provider and its keys away", 400, 404, 409, 412);
        providers.MapPut("/{id}/keys/{keyId}", PutKey).Accepts<KeySpec>("application/json").Described("putProviderKey", "Creates or replaces a key; a secret that is left out stays", 400, 404, 409, 412, 413, 422);
        providers.MapDelete("/{id}/keys/{keyId}", DeleteKey).Described("deleteProviderKey", "Takes a key away", 400, 404, 409, 412, 422);
    }

    private static async Task<Results<Ok<ProviderAnswer>, ProblemHttpResult>> Put(string id, HttpContext http, CatalogEditor editor)
    {
        var provider = await AdminBody.Read<ProviderSpec>(http);
        return await Providers.Put(id, provider, http, editor, (managed, before) =>
            managed.With(provider with { Keys = [.. provider.Keys.Select(key => KeepSecret(key, before))] }));
    }

    private static async Task<Results<Ok<KeyAnswer>, ProblemHttpResult>> PutKey(string id, string keyId, HttpContext http, CatalogEditor editor)
    {
        var key = await AdminBody.Read<KeySpec>(http);
        if (AdminResults.IdMismatch("key", keyId, key.Id) is { } mismatch)
            return mismatch;
        return await Providers.Edit(
            id, http, editor, (managed, provider) => managed.WithKey(id, KeepSecret(key, provider)), provider => KeyAnswer.Of(provider.Keys.First(k => k.Id == keyId)));
    }

    private static Task<Results<Ok<DeletedAnswer>, ProblemHttpResult>> DeleteKey(string id, string keyId, HttpContext http, CatalogEditor editor) => Providers.Edit(
        id, http, editor,
        (managed, provider) => provider.Keys.Any(key => key.Id == keyId) ? managed.WithoutKey(id, keyId) : AdminResults.NotFound("key", keyId),
        _ => new DeletedAnswer(keyId));

    private static KeySpec KeepSecret(KeySpec key, ProviderSpec? before) =>
        key.Secret is null ? key with { Secret = before?.Keys.FirstOrDefault(k => k.Id == key.Id)?.Secret } : key;
}
