using System.Runtime.CompilerServices;
using AiGateway.Core.Health;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Upstream.Dialects;

namespace AiGateway.Edge.Pipeline.Sending;

/// <summary>
/// Whom to ask next: a call's place in its route, and which keys were tried there. The next target may be another model of the
/// same provider, and there a key is as good as new unless its health says otherwise. A target is asked again only while the
/// retry budget lasts and an attempt is left for each target behind it.
/// </summary>
internal sealed class Hops(Exchange call, KeySelector keys, Accounts accounts, RetryBudgets budgets, GatewaySettings settings)
{
    private Tried _tried;
    private List<KeyChoice>? _toAsk;
    private UpstreamFailure? _failure;
    private int _hop;
    private int _made;
    private int _atThisHop;
    private int? _stoodBackAt;
    private int _end = call.Route.Hops.Count;

    /// <summary>The next attempt, or null when nobody is left to ask.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Attempt?> Next()
    {
        var route = call.Route.Hops;
        for (; (_hop < _end || ReturnToWhereItStoodBack()) && _made < MostAttempts; Advance())
        {
            var hop = route[_hop];
            if (call.Partial is { Continues: true } && (hop.Target.Continues is null || TargetDialects.Translates(call.Operation, hop.Target.Provider)))
                continue;
            if (_atThisHop > 0 ? !MayRepeat() : StandsBack(hop))
                continue;
            if (hop.Target.Provider.NeedsNoKey)
            {
                if (_atThisHop == 0)
                    return Made(new Attempt(hop, null, null, null));
            }
            else if ((TakeKey(hop) ?? await AskForKey(hop)) is { } attempt)
            {
                return Made(attempt);
            }
        }
        return null;
    }

    /// <summary>A chain longer than the usual number of attempts was written to be followed to its end.</summary>
    private int MostAttempts =>
        call.Route.MaxAttempts ?? settings.MaxAttempts ?? Math.Max(GatewaySettings.UsualAttempts, call.Route.Hops.Count);

    private bool MayRepeat() =>
        _atThisHop < (CallerPatience.AsksAgain(call.Http.Request.Headers) ? 1 : settings.AttemptsPerTarget)
        && _made + call.Route.Hops.Count - 1 - _hop < MostAttempts
        && (_failure is not { IsBreakerFailure: true } || (!_failure.RetryForbidden && budgets.Allows(call.Route.ModelId)));

    private Attempt Made(Attempt attempt)
    {
        // A key that was refused is left alone by itself; what piles up on a provider in trouble is the rest.
        if (_atThisHop > 0 && _failure is { IsBreakerFailure: true })
            budgets.Retried(call.Route.ModelId);
        if (_made++ == 0)
            budgets.Called(call.Route.ModelId);
        _atThisHop++;
        return attempt;
    }

    /// <summary>A key whose account has room as far as is known here. A probe is one call, and goes before all limits.</summary>
    private Attempt? TakeKey(Hop hop)
    {
        // An endpoint that is out costs neither an attempt nor time.
        if (!keys.MayEnter(hop.Target.Provider, out var trial))
            return null;
        while (keys.Next(call, hop, _tried, LastTier) is { } choice)
        {
            _tried.Add(choice.Key);
            if (trial is not null)
                choice.GiveBack();
            if ((trial ?? choice.Probe) is { } ticket)
                return new Attempt(hop, choice.Key, choice.View, ticket, choice.Why);
            switch (accounts.TryTake(call, hop, choice.Key))
            {
                case true:
                    return new Attempt(hop, choice.Key, choice.View, null, choice.Why);
                case false:
                    _tried.AddFull(choice.Key);
                    break;
                case null:
                    (_toAsk ??= []).Add(choice);
                    if (choice.IsWorthAsking)
                        return null;
                    break;
            }
        }
        if (trial is not null)
            keys.GiveBack(hop.Target.Provider, trial);
        return null;
    }

    /// <summary>A key of a higher tier has to wait until those that may have room were asked.</summary>
    private int LastTier => _toAsk is { Count: > 0 } ? _toAsk[0].Key.Tier : int.MaxValue;

    /// <summary>A provider that is coming back, or overloaded, is spared once where another may answer.</summary>
    private bool StandsBack(Hop hop)
    {
        if (_stoodBackAt is not null || hop.Target.Provider.NeedsNoKey || !keys.StandsBack(hop.Target.Provider))
            return false;
        for (var later = _hop + 1; later < call.Route.Hops.Count; later++)
        {
            var other = call.Route.Hops[later].Target.Provider;
            if (!ReferenceEquals(other, hop.Target.Provider) && (other.NeedsNoKey || keys.IsUsable(other)))
            {
                _stoodBackAt = _hop;
                keys.CountKeptAway(hop.Target.Provider);
                return true;
            }
        }
        return false;
    }

    /// <summary>When nobody else has answered, a provider that was spared is asked after all.</summary>
    private bool ReturnToWhereItStoodBack()
    {
        if (_stoodBackAt is not (>= 0 and var hop))
            return false;
        Advance();
        (_hop, _end, _stoodBackAt) = (hop, hop + 1, -1);
        return true;
    }

    private async ValueTask<Attempt?> AskForKey(Hop hop)
    {
        while (_toAsk is { Count: > 0 })
        {
            var choice = _toAsk[0];
            _toAsk.RemoveAt(0);
            if (!_tried.IsFull(choice.Key))
            {
                switch (await accounts.Take(call, hop, choice.Key))
                {
                    case true:
                        return new Attempt(hop, choice.Key, choice.View, null, choice.Why);
                    case null:
                        // One that surely has room is better; without one the provider is the judge.
                        _toAsk.Clear();
                        return TakeKey(hop) ?? new Attempt(hop, choice.Key, choice.View, null, choice.Why);
                    default:
                        _tried.AddFull(choice.Key);
                        break;
                }
            }
            if (_toAsk.Count == 0 && TakeKey(hop) is { } attempt)
                return attempt;
        }
        return null;
    }

    /// <summary>True while a target is asked that stands in for the one the call was meant for.</summary>
    public bool AtFallback => _hop > 0;

    /// <summary>Learns from a failure: when a target cannot take the request, neither can it with another key; when the provider has no capacity for the model, its other keys have none either.</summary>
    public void Failed(UpstreamFailure failure)
    {
        _failure = failure;
        if (failure.BlamesRequest || (failure.Class == FailureClass.Overloaded && _hop + 1 < call.Route.Hops.Count))
            Advance();
    }

    /// <summary>Begins anew at the first target, for a key that has come back meanwhile; attempts made count on.</summary>
    public void Restart()
    {
        (_hop, _end, _stoodBackAt) = (-1, call.Route.Hops.Count, -1);
        Advance();
    }

    private void Advance()
    {
        _hop++;
        _atThisHop = 0;
        _tried = default;
        _toAsk?.Clear();
    }
}
