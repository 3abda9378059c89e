using System.Runtime.CompilerServices;
using AiGateway.Core.Catalog;
using AiGateway.Core.Health;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Pipeline;

/// <summary>
/// Whom to ask next: a call's place in its route, and which keys were tried there. The next target may be another model of the
/// same provider, and there a key is as good as new unless its health says otherwise.
/// </summary>
internal sealed class Hops(Exchange call, KeySelector keys, Accounts accounts, GatewaySettings settings)
{
    private readonly List<string> _tried = new(1);
    private List<(ProviderKey Key, KeyView View)>? _toAsk;
    private int _hop;
    private int _atThisHop;

    /// <summary>The next attempt, or null when nobody is left to ask.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Attempt?> Next()
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
            else if ((TakeKey(hop) ?? await AskForKey(hop)) is { } attempt)
            {
                _atThisHop++;
                return attempt;
            }
        }
        return null;
    }

    /// <summary>A key whose account has room as far as is known here. A probe is one call, and goes before all limits.</summary>
    private Attempt? TakeKey(Hop hop)
    {
        while (keys.Next(hop.Target.Provider, hop.Model, _tried) is var (key, view, probe))
        {
            _tried.Add(key.Id);
            if (probe is not null)
                return new Attempt(hop, key, view, probe);
            switch (accounts.TryTake(call, hop, key))
            {
                case true:
                    return new Attempt(hop, key, view, null);
                case null:
                    (_toAsk ??= []).Add((key, view));
                    break;
            }
        }
        return null;
    }

    private async ValueTask<Attempt?> AskForKey(Hop hop)
    {
        while (_toAsk is { Count: > 0 })
        {
            var (key, view) = _toAsk[0];
            _toAsk.RemoveAt(0);
            if (await accounts.Take(call, hop, key))
                return new Attempt(hop, key, view, null);
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
        _toAsk?.Clear();
    }
}
