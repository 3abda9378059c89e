using AiGateway.Core.Catalog;
using AiGateway.Core.Dialects.OpenAiResponses;
using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Responses;

namespace AiGateway.Edge.Objects;

/// <summary>Where a call about something that is kept goes: to the account that made it or what it names, or for a new one to the provider that is named.</summary>
internal sealed class ObjectRoutes(ObjectPins pins, NamedInBody names, KeptResponses responses)
{
    private const string ProviderHeader = "x-aigateway-provider";

    /// <summary>Gives the call its route.</summary>
    /// <returns>Why there is none; null when there is.</returns>
    public async ValueTask<OpenAiError?> Run(Exchange call, ObjectRequest request)
    {
        if (request.Action == ObjectAction.List)
        {
            call.Route = new Pipeline.Route("", null, null, [], null);
            return null;
        }
        if (request.Kind == PinKind.Response && ResponseQuery.Problem(call.Http.Request.Query) is { } problem)
            return problem;
        if (request.Kind == PinKind.Response && ItemIds.MayBeKept(request.Id))
        {
            if (await ToKept(call, request) is { } unavailable)
                return unavailable;
            if (call.Kept is not null)
                return null;
        }
        if (request.Action != ObjectAction.Create && await ToMaker(call, request.Kind, request.Id, "id") is { } missing)
            return missing;
        if (ObjectKinds.Of(request.Kind).IsPassedOn)
            return request.PassesBody && !request.IsUpload ? await ToNamesake(call, request) : null;
        if (request.Action != ObjectAction.Create)
            return null;
        if (request.Kind == PinKind.File)
            return ToNamed(call);
        if (ObjectIds.Read(call.Body.Span) is not { } body)
            return RequestErrors.InvalidJson("it is not an object");
        return body.InputFileId is { } file ? await ToMaker(call, PinKind.File, file, "input_file_id") : RequestErrors.MissingMember("input_file_id");
    }

    /// <summary>A hop to the keys of one account, or to all of a provider.</summary>
    public static Hop HopTo(ProviderEntry provider, ulong? account) => new(new RouteTarget(provider, "", 1), "") { Account = account };

    /// <summary>One that the gateway keeps itself leads nowhere.</summary>
    private async ValueTask<OpenAiError?> ToKept(Exchange call, ObjectRequest request)
    {
        try
        {
            call.Kept = await responses.Find(request.Id, call.Consumer.Id);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return ObjectErrors.Unavailable();
        }
        if (call.Kept is not null)
            call.Route = new Pipeline.Route("", null, null, [], null);
        return null;
    }

    private async ValueTask<OpenAiError?> ToMaker(Exchange call, PinKind kind, string id, string member)
    {
        PinFinding found;
        try
        {
            found = await pins.Find(kind, id, call.Consumer.Id);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return ObjectErrors.Unavailable();
        }
        if (found.Pin is { } pin)
            return ToClaim(call, new PinClaim(member, pin)) ? null : ObjectErrors.NotFound(kind, id);
        return found.Standing == PinStanding.Unknown && ObjectPaths.IsId(id) && Named(call, ObjectAccess.Any) is { } any
            ? Take(call, any, account: null)
            : ObjectErrors.NotFound(kind, id);
    }

    /// <summary>To the account of what the body names, which must be that of the object as well.</summary>
    private async ValueTask<OpenAiError?> ToNamesake(Exchange call, ObjectRequest request)
    {
        if (Read(call, request) is not { } references)
            return RequestErrors.InvalidJson("it is not an object");
        var found = await names.Find(call, references);
        if (found.Error is not null)
            return found.Error;
        if (call.Pinned is { } own)
            found.Claims.Insert(0, own);
        if (PinClaim.Conflict(found.Claims) is { } conflict)
            return PinErrors.Conflict(conflict.First, conflict.Other, call.Consumer.Explain);
        var isNew = request.Action == ObjectAction.Create;
        var claim = found.Claims.Count > 0 ? found.Claims[0] : isNew ? found.Hint : null;
        if (claim is not null && !ToClaim(call, claim))
            return PinErrors.Unavailable(claim, call.Consumer.Explain, null);
        if (claim is null && isNew && (found.Unknown is null ? ToNamed(call) : Named(call, ObjectAccess.Any) is { } any ? Take(call, any, account: null) : NamedInBody.Missing(found.Unknown)) is { } nowhere)
            return nowhere;
        return found.Unknown is { } unknown && call.Route.Hops[0].Target.Provider.Objects != ObjectAccess.Any ? NamedInBody.Missing(unknown) : null;
    }

    private static ObjectReferences? Read(Exchange call, ObjectRequest request) =>
        request.Form is { } form ? form.References() : call.Body is { Length: > 0 } body ? ObjectReferences.Read(body.Span) : new ObjectReferences();

    private static OpenAiError? ToNamed(Exchange call) =>
        Named(call, ObjectAccess.Own) is { } provider ? Take(call, provider, account: null) : ObjectErrors.ProviderRequired([.. Offering(call, ObjectAccess.Own).Select(each => each.Id)]);

    /// <summary>The provider the caller names, or the only one there is.</summary>
    private static ProviderEntry? Named(Exchange call, ObjectAccess least)
    {
        var offering = Offering(call, least);
        return call.Http.Request.Headers.TryGetValue(ProviderHeader, out var name)
            ? offering.Find(provider => provider.Id == (string?)name)
            : offering.Count == 1 ? offering[0] : null;
    }

    private static List<ProviderEntry> Offering(Exchange call, ObjectAccess least) =>
        [.. call.Table.Providers.Values.Where(provider => provider.Objects >= least).OrderBy(provider => provider.Id, StringComparer.Ordinal)];

    /// <returns>False when its provider is no longer in the catalog.</returns>
    private static bool ToClaim(Exchange call, PinClaim claim)
    {
        if (!call.Table.Providers.TryGetValue(claim.Pin.Provider, out var provider))
            return false;
        call.Pinned = claim;
        Take(call, provider, ProviderKey.AccountOf(claim.Pin.Provider, claim.Pin.Account));
        return true;
    }

    private static OpenAiError? Take(Exchange call, ProviderEntry provider, ulong? account)
    {
        call.Route = new Pipeline.Route("", null, null, [HopTo(provider, account)], null);
        return null;
    }
}
