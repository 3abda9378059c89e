using AiGateway.Core.Catalog;
using AiGateway.Core.Dialects.OpenAiResponses;
using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Responses;

namespace AiGateway.Edge.Objects;

/// <summary>Where a call about a file, a batch or a response goes: to the account that made it, or for a new one to the provider that is named.</summary>
internal sealed class ObjectRoutes(ObjectPins pins, KeptResponses responses)
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
        if (request.Action != ObjectAction.Create)
            return await ToMaker(call, request.Kind, request.Id, "id");
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
        {
            if (!call.Table.Providers.TryGetValue(pin.Provider, out var provider))
                return ObjectErrors.NotFound(kind, id);
            call.Pinned = new PinClaim(member, pin);
            return Take(call, provider, ProviderKey.AccountOf(pin.Provider, pin.Account));
        }
        return found.Standing == PinStanding.Unknown && ObjectPaths.IsId(id) && Named(call, ObjectAccess.Any) is { } any
            ? Take(call, any, account: null)
            : ObjectErrors.NotFound(kind, id);
    }

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

    private static OpenAiError? Take(Exchange call, ProviderEntry provider, ulong? account)
    {
        call.Route = new Pipeline.Route("", null, null, [HopTo(provider, account)], null);
        return null;
    }
}
