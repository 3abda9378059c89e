using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin.Http;
using AiGateway.Edge.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>Consumers and their keys. A generated key is shown in the answer that makes it and never again.</summary>
internal static class ConsumerEndpoints
{
    private static readonly CatalogResource<ConsumerSpec, ConsumerAnswer> Consumers =
        new("consumer", document => document.Consumers, consumer => consumer.Id, (document, id) => document.WithoutConsumer(id), ConsumerAnswer.Of);

    public static void Map(IEndpointRouteBuilder admin)
    {
        var consumers = admin.MapGroup("/consumers");
        consumers.MapGet("", Consumers.List).Described("listConsumers", "Consumers, in the order of their ids", 400);
        consumers.MapGet("/{id}", Consumers.Get).Described("getConsumer", "One consumer", 400, 404);
        consumers.MapPut("/{id}", Put).Accepts<ConsumerSpec>("application/json").Described("putConsumer", "Creates or replaces a consumer; keys that are left out stay", 400, 409, 412, 413, 422);
        consumers.MapDelete("/{id}", Consumers.Delete).Described("deleteConsumer", "Takes a consumer and its keys away", 400, 404, 409, 412);
        consumers.MapPost("/{id}/keys", NewKey).Described("createConsumerKey", "Makes a key and shows it, this once", 400, 404, 409, 412, 422);
        consumers.MapDelete("/{id}/keys/{keyId}", DeleteKey).Described("deleteConsumerKey", "Revokes a key", 400, 404, 409, 412, 422);
    }

    /// <summary>Keys named in the body replace the consumer's; left out, they stay.</summary>
    private static async Task<Results<Ok<ConsumerAnswer>, ProblemHttpResult>> Put(string id, HttpContext http, CatalogEditor editor)
    {
        var consumer = await AdminBody.Read<ConsumerSpec>(http);
        return await Consumers.Put(id, consumer, http, editor, (managed, before) =>
            managed.With(consumer.Keys.Count > 0 ? consumer : consumer with { Keys = before?.Keys ?? [] }));
    }

    private static async Task<Results<Ok<NewConsumerKeyAnswer>, ProblemHttpResult>> NewKey(
        string id, HttpContext http, CatalogEditor editor, IdempotentRequest idempotent, ConsumerKeyDigest digest)
    {
        var (made, problem) = await idempotent.Begin(http, ConsumerKey.Generate());
        if (made is null)
            return problem!;
        var answer = new NewConsumerKeyAnswer(made.Secret, ConsumerKey.Hint(made.Secret), "This is the only time the key is shown.");
        // Not again, should it have been revoked meanwhile.
        if (made.IsDone)
            return TypedResults.Ok(answer);
        var stored = Secret.Digest(digest.Compute(made.Secret).ToHex());
        var result = await Consumers.Edit(
            id, http, editor,
            (managed, consumer) => consumer.Keys.Any(key => key.Secret.Equals(stored))
                ? managed
                : managed.With(consumer with { Keys = [.. consumer.Keys, new ConsumerKeySpec { Secret = Secret.Plain(made.Secret) }] }),
            _ => answer);
        if (result.Result is Ok<NewConsumerKeyAnswer>)
            await made.Done();
        return result;
    }

    private static Task<Results<Ok<DeletedAnswer>, ProblemHttpResult>> DeleteKey(string id, string keyId, HttpContext http, CatalogEditor editor) => Consumers.Edit(
        id, http, editor,
        (managed, consumer) => keyId.Length == ConsumerKeySpec.NameLength && consumer.Keys.Any(key => Named(key, keyId))
            ? managed.With(consumer with { Keys = [.. consumer.Keys.Where(key => !Named(key, keyId))] })
            : AdminResults.NotFound("key", keyId),
        _ => new DeletedAnswer(keyId));

    private static bool Named(ConsumerKeySpec key, string keyId) => key.Secret.Reveal().StartsWith(keyId, StringComparison.Ordinal);
}
