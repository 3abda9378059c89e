using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin.Http;
using AiGateway.Edge.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>Consumers and their keys. A generated key is shown in the answer that makes it and never again.</summary>
internal static class ConsumerEndpoints
{
    /// <summary>Characters of a key's digest that name it in addresses.</summary>
    public const int KeyIdLength = 12;

    public static void Map(IEndpointRouteBuilder admin)
    {
        var consumers = admin.MapGroup("/consumers");
        consumers.MapGet("", async (CatalogEditor editor) =>
            TypedResults.Ok(new Listed<ConsumerAnswer>([.. (await editor.Read()).Layers.Merge().Document.Consumers.Select(ConsumerAnswer.Of)])))
            .Described("listConsumers", "All consumers");
        consumers.MapGet("/{id}", Get).Described("getConsumer", "One consumer", 404);
        consumers.MapPut("/{id}", Put).Accepts<ConsumerSpec>("application/json").Described("putConsumer", "Creates or replaces a consumer; keys that are left out stay", 400, 409, 413, 422);
        consumers.MapDelete("/{id}", Delete).Described("deleteConsumer", "Takes a consumer and its keys away", 404, 409, 422);
        consumers.MapPost("/{id}/keys", NewKey).Described("createConsumerKey", "Makes a key and shows it, this once", 404, 409, 422);
        consumers.MapDelete("/{id}/keys/{keyId}", DeleteKey).Described("deleteConsumerKey", "Revokes a key", 404, 409, 422);
    }

    private static async Task<Results<Ok<ConsumerAnswer>, ProblemHttpResult>> Get(string id, CatalogEditor editor) =>
        (await editor.Read()).Layers.Merge().Document.Consumers.FirstOrDefault(c => c.Id == id) is { } found
            ? TypedResults.Ok(ConsumerAnswer.Of(found)) : AdminResults.NotFound("consumer", id);

    /// <summary>Keys named in the body replace the consumer's; left out, they stay.</summary>
    private static async Task<Results<Ok<ConsumerAnswer>, ProblemHttpResult>> Put(string id, HttpContext http, CatalogEditor editor)
    {
        var consumer = await AdminBody.Read<ConsumerSpec>(http);
        if (CatalogEndpoints.IdMismatch("consumer", id, consumer.Id) is { } mismatch)
            return mismatch;
        if (CatalogEndpoints.Has((await editor.Read()).Layers.File.Consumers, id, c => c.Id))
            return AdminResults.InFile("consumer", id);
        var outcome = await editor.Change(layers => layers.Managed.With(
            consumer.Keys.Count > 0 ? consumer : consumer with { Keys = layers.Managed.Consumers.FirstOrDefault(c => c.Id == id)?.Keys ?? [] }));
        return AdminResults.Of(outcome, () => ConsumerAnswer.Of(consumer with { Keys = [] }));
    }

    private static async Task<Results<Ok<DeletedAnswer>, ProblemHttpResult>> Delete(string id, CatalogEditor editor) =>
        await Missing(editor, id) is { } missing
            ? missing
            : AdminResults.Of(await editor.Change(layers => layers.Managed.WithoutConsumer(id)), () => new DeletedAnswer(id));

    private static async Task<Results<Ok<NewConsumerKeyAnswer>, ProblemHttpResult>> NewKey(string id, CatalogEditor editor)
    {
        if (await Missing(editor, id) is { } missing)
            return missing;
        var key = ConsumerKey.Generate();
        var outcome = await editor.Change(layers => Edit(layers, id, consumer => consumer with
        {
            Keys = [.. consumer.Keys, new ConsumerKeySpec { Secret = Secret.Plain(key) }],
        }));
        return AdminResults.Of(outcome, () => new NewConsumerKeyAnswer(key, ConsumerKey.Hint(key), "This is the only time the key is shown."));
    }

    private static async Task<Results<Ok<DeletedAnswer>, ProblemHttpResult>> DeleteKey(string id, string keyId, CatalogEditor editor)
    {
        if (await Missing(editor, id) is { } missing)
            return missing;
        var (layers, _) = await editor.Read();
        if (keyId.Length != KeyIdLength || !layers.Managed.Consumers.First(c => c.Id == id).Keys.Any(k => Named(k, keyId)))
            return AdminResults.NotFound("key", keyId);
        var outcome = await editor.Change(now => Edit(now, id, consumer => consumer with { Keys = [.. consumer.Keys.Where(k => !Named(k, keyId))] }));
        return AdminResults.Of(outcome, () => new DeletedAnswer(keyId));
    }

    private static CatalogDocument Edit(CatalogLayers layers, string id, Func<ConsumerSpec, ConsumerSpec> edit) =>
        layers.Managed.Consumers.FirstOrDefault(c => c.Id == id) is { } consumer ? layers.Managed.With(edit(consumer)) : layers.Managed;

    private static bool Named(ConsumerKeySpec key, string keyId) => key.Secret.Reveal().StartsWith(keyId, StringComparison.Ordinal);

    private static async Task<ProblemHttpResult?> Missing(CatalogEditor editor, string id) =>
        (await editor.Read()).Layers.Unchangeable("consumer", id, layer => layer.Consumers, c => c.Id);
}
