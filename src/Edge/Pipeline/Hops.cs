using AiGateway.Core.Catalog;
using AiGateway.Core.Health;
using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Pipeline;

/// <summary>
/// Whom to ask next: a call's place in its route, and which keys were tried there. The next target may be another model of the
/// same provider, and there a key is as good as new unless its health says otherwise.
/// </summary>
internal sealed class Hops(Exchange call, KeySelector keys, GatewaySettings settings)
{
    private readonly List<string> _tried = new(1);
    private int _hop;
    private int _atThisHop;

    /// <summary>The next attempt, or null when nobody is left to ask.</summary>
    public Attempt? Next()
    {
        var route = call.Route.Hops;
        for (; _hop < route.Count; Advance())
        {
            var hop = route[_hop];
            if (_atThisHop >= settings.AttemptsPerTarget)
                continue;
            if (hop.Target.Provider.Kind == ProviderKind.Demo)
            {
                if (_atThisHop++ == 0)
                    return new Attempt(hop, null, null, null);
            }
            else if (keys.Next(hop.Target.Provider, hop.Model, _tried) is var (key, view, probe))
            {
                _atThisHop++;
                _tried.Add(key.Id);
                return new Attempt(hop, key, view, probe);
            }
        }
        return null;
    }

    /// <summary>Learns from a failure: when the provider has no capacity for the model, its other keys have none either.</summary>
    public void Failed(UpstreamFailure failure)
    {
        if (failure.Class == FailureClass.Overloaded && _hop + 1 < call.Route.Hops.Count)
            Advance();
    }

    private void Advance()
    {
        _hop++;
        _atThisHop = 0;
        _tried.Clear();
    }
}
