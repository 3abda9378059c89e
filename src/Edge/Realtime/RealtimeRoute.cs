using AiGateway.Core.Catalog;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;

namespace AiGateway.Edge.Realtime;

/// <summary>Of a model's targets only those whose provider has sessions.</summary>
internal static class RealtimeRoute
{
    public static OpenAiError? Narrow(Exchange call)
    {
        var hops = call.Route.Hops.Where(hop => hop.Target.Provider is { Kind: ProviderKind.OpenAi or ProviderKind.Azure } provider
            && provider.Traits.Serves.Contains(ProviderOperation.Realtime)).ToList();
        if (hops.Count == 0)
            return RealtimeErrors.NotServed(call.Scan.Model);
        if (hops.Count < call.Route.Hops.Count)
            call.Route = call.Route with { Hops = hops };
        return null;
    }
}
