using AiGateway.Core.Catalog;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Admin;

/// <summary>Consumers and their keys. A generated key is shown in the answer that makes it and never again.</summary>
internal static class ConsumerEndpoints
{
    /// <summary>Characters of a key's digest that name it in addresses.</summary>
    public const int KeyIdLength = 12;

    public static void Map(IEndpointRouteBuilder admin)
    {
        var consumers = admin.MapGroup("/consumers");
        consumers.MapGet("", async (CatalogEditor editor) =>
            Results.Json(new { data = (await editor.Read()).Layers.Merge().Document.Consumers.Select(AdminResults.Shown) }));
        consumers.MapGet("/{id}", async (string id, CatalogEditor editor) =>
            (await editor.Read()).Layers.Merge().Document.Consumers.FirstOrDefault(c => c.Id == id) is { } found
                ? Results.Json(AdminResults.Shown(found)) : AdminResults.NotFound("consumer", id));
        consumers.MapPut("/{id}", Put);
        consumers.MapDelete("/{id}", Delete);
        consumers.MapPost("/{id}/keys", NewKey);
        consumers.MapDelete("/{id}/keys/{keyId}", DeleteKey);
    }

    /// <summary>Keys named in the body replace the consumer's; left out, they stay.</summary>
    private static async Task<IResult> Put(string id, HttpContext http, CatalogEditor editor)
    {
        var consumer = await AdminBody.Read<ConsumerSpec>(http);
        if (CatalogEndpoints.IdMismatch("consumer", id, consumer.Id) is { } mismatch)
            return mismatch;
        if (CatalogEndpoints.Has((await editor.Read()).Layers.File.Consumers, id, c => c.Id))
            return AdminResults.InFile("consumer", id);
        var outcome = await editor.Change(layers => layers.Managed.With(
            consumer.Keys.Count > 0 ? consumer : consumer with { Keys = layers.Managed.Consumers.FirstOrDefault(c => c.Id == id)?.Keys ?? [] }));
        return AdminResults.Of(outcome, () => AdminResults.Shown(consumer with { Keys = [] }));
    }

    private static async Task<IResult> Delete(string id, CatalogEditor editor) =>
        await Missing(editor, id)
        ?? AdminResults.Of(await editor.Change(layers => layers.Managed.WithoutConsumer(id)), () => new { deleted = id });

    private static async Task<IResult> NewKey(string id, CatalogEditor editor)
    {
        if (await Missing(editor, id) is { } missing)
            return missing;
        var key = ConsumerKey.Generate();
        var outcome = await editor.Change(layers => Edit(layers, id, consumer => consumer with
        {
            Keys = [.. consumer.Keys, new ConsumerKeySpec { Secret = Secret.Plain(key) }],
        }));
        return AdminResults.Of(outcome, () => new { key, hint = ConsumerKey.Hint(key), note = "This is the only time the key is shown." });
    }

    private static async Task<IResult> DeleteKey(string id, string keyId, CatalogEditor editor)
    {
        if (await Missing(editor, id) is { } missing)
            return missing;
        var (layers, _) = await editor.Read();
        if (keyId.Length != KeyIdLength || !layers.Managed.Consumers.First(c => c.Id == id).Keys.Any(k => Named(k, keyId)))
            return AdminResults.NotFound("key", keyId);
        var outcome = await editor.Change(now => Edit(now, id, consumer => consumer with { Keys = [.. consumer.Keys.Where(k => !Named(k, keyId))] }));
        return AdminResults.Of(outcome, () => new { deleted = keyId });
    }

    private static CatalogDocument Edit(CatalogLayers layers, string id, Func<ConsumerSpec, ConsumerSpec> edit) =>
        layers.Managed.Consumers.FirstOrDefault(c => c.Id == id) is { } consumer ? layers.Managed.With(edit(consumer)) : layers.Managed;

    private static bool Named(ConsumerKeySpec key, string keyId) => key.Secret.Reveal().StartsWith(keyId, StringComparison.Ordinal);

    private static async Task<IResult?> Missing(CatalogEditor editor, string id) =>
        (await editor.Read()).Layers.Unchangeable("consumer", id, layer => layer.Consumers, c => c.Id);
}
