using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Pipeline;

namespace AiGateway.Edge.Objects;

/// <summary>Makes what is new in an answer the consumer's before the consumer knows of it, and what was deleted nobody's.</summary>
internal sealed class ObjectOwners(ObjectPins pins)
{
    /// <param name="ids">The ids of the object itself.</param>
    /// <param name="references">Everything else that is named there; null where that is not looked for.</param>
    /// <returns>Why the answer must not be given; null when it may.</returns>
    public async ValueTask<OpenAiError?> Note(Exchange call, ObjectRequest request, ObjectIds? ids, ObjectReferences? references)
    {
        try
        {
            if (request.Action == ObjectAction.Delete)
            {
                await pins.Forget(request.Kind, request.Id, call.Consumer.Id);
                return null;
            }
            await Own(call, request.Kind, ids is not null && request.IsAnsweredWith(ids.Object) ? ids.Id : null, isNew: request.Action == ObjectAction.Create);
            await Own(call, PinKind.File, ids?.OutputFileId, isNew: false);
            await Own(call, PinKind.File, ids?.ErrorFileId, isNew: false);
            foreach (var one in references?.Found ?? [])
                await OwnIfUnknown(call, one);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What was deleted is gone, whoever knows: the provider says so of it from now on.
            return request.Action switch
            {
                ObjectAction.Delete => null,
                _ when request.PassesBody && ids?.Id is { } id => ObjectErrors.NotKept(id),
                _ => ObjectErrors.Unavailable(),
            };
        }
    }

    private async ValueTask Own(Exchange call, PinKind kind, string? id, bool isNew)
    {
        if (id is null || !ObjectPaths.IsId(id))
            return;
        if (isNew || (await pins.Find(kind, id, call.Consumer.Id)).Pin is null)
            await Keep(call, kind, id);
    }

    /// <summary>Other providers' ids may look like anything, and so may what is no id: only what is surely one is taken.</summary>
    private async ValueTask OwnIfUnknown(Exchange call, ObjectReference one)
    {
        if (one.IsSure && ObjectPaths.IsId(one.Id) && ObjectKinds.Of(one.Kind).Begins(one.Id) && (await pins.Find(one.Kind, one.Id, call.Consumer.Id)).Standing == PinStanding.Unknown)
            await Keep(call, one.Kind, one.Id);
    }

    private async ValueTask Keep(Exchange call, PinKind kind, string id)
    {
        if (call.LastAttempt is { Key: { } key } attempt)
            await pins.Keep(kind, id, call.Consumer.Id, attempt.Provider.Id, key.Group);
    }
}
