using AiGateway.Core.Catalog;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Pipeline.Sending;

namespace AiGateway.Edge.Shadow;

/// <summary>
/// Chooses a key for a copy as for any call, but steps back wherever a caller's call may need it more: it takes no probe, and
/// none from a provider that is coming back or overloaded, nor of an account of which it is not known that it has room.
/// </summary>
internal sealed class ShadowKeys(KeySelector keys, Accounts accounts)
{
    /// <returns>Null when there is none.</returns>
    public async ValueTask<Attempt?> Choose(Exchange call, Hop hop)
    {
        var provider = hop.Target.Provider;
        if (provider.NeedsNoKey)
            return new Attempt(hop, null, null, null);
        if (!keys.IsUsable(provider) || keys.StandsBack(provider))
            return null;
        var tried = default(Tried);
        while (keys.Next(call, hop, tried) is { } choice)
        {
            tried.Add(choice.Key);
            if ((accounts.TryTake(call, hop, choice.Key) ?? await accounts.Take(call, hop, choice.Key)) == true)
                return new Attempt(hop, choice.Key, choice.View, null, choice.Why);
            tried.AddFull(choice.Key);
        }
        return null;
    }
}
