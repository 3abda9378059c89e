using AiGateway.Core.Pinning;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;

namespace AiGateway.Edge.Pinning;

/// <summary>The part of a call's route that leads to one account.</summary>
internal static class PinnedRoute
{
    /// <summary>Leaves the call only this part.</summary>
    /// <returns>False when no target of the model leads there.</returns>
    public static bool Take(Exchange call, PinClaim claim)
    {
        var pin = claim.Pin;
        var account = ProviderKey.AccountOf(pin.Provider, pin.Account);
        if (!call.Table.Providers.TryGetValue(pin.Provider, out var provider) || !Array.Exists(provider.Keys, key => key.Account == account))
            return false;
        var hops = call.Route.Hops.Where(hop => ReferenceEquals(hop.Target.Provider, provider)).ToList();
        if (hops.Count == 0)
            hops.AddRange(OfOtherTurns(call, provider));
        if (hops.Count == 0)
            return false;
        call.Route = call.Route with { Hops = hops.ConvertAll(hop => hop with { Account = account }) };
        call.Pinned = claim;
        // It is bound to an account, not given to a target: neither side of a ramp is to be judged by it.
        call.Lane = null;
        return true;
    }

    /// <summary>Targets whose turn it is not, also those without a share: what began there goes on there.</summary>
    private static IEnumerable<Hop> OfOtherTurns(Exchange call, ProviderEntry provider)
    {
        if (!call.Table.Models.TryFind(call.Routed, out var match))
            yield break;
        foreach (var target in match.Value.Targets)
        {
            if (ReferenceEquals(target.Provider, provider))
                yield return new Hop(target, target.ModelFor(match.Star(call.Routed)));
        }
    }
}
