using AiGateway.Core.Catalog;
using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;

namespace AiGateway.Edge.Pinning;

/// <summary>The files, stores of them, containers, responses and conversations that a call names: its consumer's own, or none of its business.</summary>
internal sealed class NamedObjects(ObjectPins pins)
{
    /// <summary>Which accounts they ask for.</summary>
    /// <returns>Why the call must not be made; null when it may.</returns>
    public async ValueTask<OpenAiError?> Add(Exchange call, List<PinnedAt> named, List<PinClaim> claims)
    {
        var asked = named.ConvertAll(one => (At: one, Id: one.Text(call.Body.Span))).DistinctBy(one => (one.At.Kind, one.Id)).ToList();
        PinFinding[] found;
        try
        {
            found = await Task.WhenAll(asked.Select(one => pins.Find(one.At.Kind, one.Id, call.Consumer.Id).AsTask()));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return ObjectErrors.Unavailable();
        }
        foreach (var ((at, id), finding) in asked.Zip(found))
        {
            if (finding.Pin is { } pin)
                claims.Add(new PinClaim(at.Name(call.Operation), pin));
            else if (finding.Standing == PinStanding.Others || !MayBeUnknown(call, at.Kind))
                return ObjectErrors.NotNamed(at.Kind, id);
        }
        return null;
    }

    /// <summary>
    /// Where no files are kept through the gateway, those that calls name were put there by other means. Responses are kept wherever
    /// they are made: one that is unknown may be anybody's.
    /// </summary>
    private static bool MayBeUnknown(Exchange call, PinKind kind) => kind is PinKind.File or PinKind.VectorStore or PinKind.Container
        ? !call.Route.Hops.Any(hop => hop.Target.Provider.Objects == ObjectAccess.Own)
        : call.Route.Hops.All(hop => hop.Target.Provider.Objects == ObjectAccess.Any);
}
