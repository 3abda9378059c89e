using AiGateway.Core.Catalog;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Telemetry;

namespace AiGateway.Edge.Pipeline;

/// <summary>The targets of one call in the order they are tried.</summary>
/// <param name="ModelId">The catalog's model that matched.</param>
/// <param name="Timeouts">How long to wait for what; null for the gateway's settings.</param>
/// <param name="MaxAttempts">Upstream calls for one call; null for the gateway's setting.</param>
/// <param name="Hops">First the target its split chose, then the fallback chain.</param>
/// <param name="Limited">What all consumers together may use of the model; null for no limit.</param>
internal sealed record Route(string ModelId, TimeoutSpec? Timeouts, int? MaxAttempts, IReadOnlyList<Hop> Hops, LimitedEntity? Limited)
{
    /// <summary>Whether one of them could go on with an answer that has broken off.</summary>
    public bool CanContinue { get; init; }

    /// <summary>Who gets copies of such calls; null for nobody.</summary>
    public ShadowRoute? Shadow { get; init; }
}

/// <summary>A target with the provider's name of the model filled in.</summary>
internal sealed record Hop(RouteTarget Target, string Model)
{
    /// <summary>The only account of the provider whose keys may be used; null for any.</summary>
    public ulong? Account { get; init; }

    public bool Allows(ProviderKey key) => Account is null || key.Account == Account;
}

/// <summary>From the model's name to targets: who may ask for it, whose turn it is, and who stands behind.</summary>
internal sealed class Router(Splits splits)
{
    public OpenAiError? Run(Exchange call)
    {
        var asked = call.Scan.Model;
        if (!call.Table.Models.TryFind(asked, out var match))
            return Direct(call, asked);
        if (!call.Consumer.Models.Allows(asked))
            return AccessErrors.ModelNotAllowed(asked);

        call.Routed = asked;
        if (AutoChoice.Of(call, match.Value) is { } chosen && call.Table.Models.TryFind(chosen, out var other))
            (call.Routed, match) = (chosen, other);
        var model = match.Value;
        if (Lead(call, match, splits.Of(call, model, Unfit(call, model))))
            return null;
        return call.Operation.Required() is not null && !Array.Exists([.. model.Targets, .. model.Fallback], target => Serves(call, target.Provider))
            ? NotServed(call, asked)
            : RequestErrors.UnknownModel(asked);
    }

    /// <summary>A provider's own model, which the catalog does not name. All of a provider's count as one: callers make such names up.</summary>
    private static OpenAiError? Direct(Exchange call, string asked)
    {
        if (!call.Table.Direct.TryFind(asked, out var provider, out var model))
            return RequestErrors.UnknownModel(asked);
        if (!call.Consumer.Models.Allows(asked))
            return AccessErrors.ModelNotAllowed(asked);
        if (!Serves(call, call.Table.Providers[provider]))
            return NotServed(call, asked);
        call.Routed = asked;
        call.Route = new Route($"{provider}/*", null, null, [new Hop(new RouteTarget(call.Table.Providers[provider], "*", 1), model)], null);
        return null;
    }

    /// <summary>Leads a call that its target has no room for to another of the split: the next that it keeps to, or by the weights.</summary>
    /// <param name="call">Has a route, which stays as it is when there is no other.</param>
    /// <param name="full">The targets that had no room, bit by bit; gains the one it was led to so far.</param>
    public bool Pass(Exchange call, ref ulong full)
    {
        if (!call.Table.Models.TryFind(call.Routed, out var match))
            return false;
        var model = match.Value;
        full |= Unfit(call, model) | 1UL << Array.FindIndex(model.Targets, target => ReferenceEquals(target, call.Route.Hops[0].Target));
        while (splits.Of(call, model, full) is >= 0 and var next)
        {
            if (Lead(call, match, next))
                return true;
            full |= 1UL << next;
        }
        return false;
    }

    /// <summary>Whether <see cref="Pass"/> would find nobody.</summary>
    public static bool IsLast(Exchange call, ulong full)
    {
        var targets = call.Table.Models.TryFind(call.Routed, out var match) ? match.Value.Targets : [];
        for (var i = 0; i < targets.Length; i++)
        {
            if (targets[i].Weight > 0 && Serves(call, targets[i].Provider) && (full & (1UL << i)) == 0 && !ReferenceEquals(targets[i], call.Route.Hops[0].Target))
                return false;
        }
        return true;
    }

    /// <param name="call">Gets a route.</param>
    /// <param name="match">Its model.</param>
    /// <param name="target">Whose turn it is; below 0 when it is only for those that stand behind.</param>
    private static bool Lead(Exchange call, ModelMatch<ModelRoute> match, int target)
    {
        var model = match.Value;
        var hops = new List<Hop>(1 + model.Fallback.Length);
        if (target >= 0)
        {
            var chosen = NewHop(model.Targets[target], match.Star(call.Routed));
            if (chosen.Model.Length == 0)
                return false;
            hops.Add(chosen);
        }
        foreach (var next in model.Fallback)
        {
            if (!Serves(call, next.Provider))
                continue;
            var hop = NewHop(next, match.Star(call.Routed));
            if (!hops.Any(h => ReferenceEquals(h.Target.Provider, hop.Target.Provider) && h.Model == hop.Model))
                hops.Add(hop);
        }
        if (hops.Count == 0)
            return false;
        call.Route = new Route(model.Spec.Id, model.Spec.Timeouts, model.Spec.MaxAttempts, hops, model.Limited) { CanContinue = model.CanContinue, Shadow = model.Shadow };
        return true;
    }

    /// <summary>Targets that are not asked for such a thing, bit by bit.</summary>
    private static ulong Unfit(Exchange call, ModelRoute model)
    {
        if (call.Operation.Required() is null)
            return 0;
        ulong unfit = 0;
        for (var i = 0; i < model.Targets.Length; i++)
            unfit |= Serves(call, model.Targets[i].Provider) ? 0 : 1UL << i;
        return unfit;
    }

    private static bool Serves(Exchange call, ProviderEntry provider) =>
        call.Operation.Required() is not { } required || (provider.Traits.Serves.Contains(required) && !(call.Operation == Operation.Compaction && provider.Kind == ProviderKind.Demo));

    private static OpenAiError NotServed(Exchange call, string asked) => call.Operation == Operation.Compaction
        ? ResponseErrors.NoCompaction(asked)
        : RequestErrors.NotServed(asked, OperationNames.Of(call.Operation));

    private static Hop NewHop(RouteTarget target, ReadOnlySpan<char> star) => new(target, target.ModelFor(star));
}
