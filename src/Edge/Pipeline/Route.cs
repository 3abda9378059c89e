using AiGateway.Core.Catalog;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;

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
}

/// <summary>A target with the provider's name of the model filled in.</summary>
internal sealed record Hop(RouteTarget Target, string Model);

/// <summary>From the model's name to targets: who may ask for it, whose turn it is, and who stands behind.</summary>
internal sealed class Router(Splits splits)
{
    public OpenAiError? Run(Exchange call)
    {
        var asked = call.Scan.Model;
        if (!call.Table.Models.TryFind(asked, out var match))
            return RequestErrors.UnknownModel(asked);
        if (!call.Consumer.Models.Allows(asked))
            return AccessErrors.ModelNotAllowed(asked);

        var model = match.Value;
        var chosen = NewHop(model.Targets[splits.Of(call, model)], match.Star(asked));
        if (chosen.Model.Length == 0)
            return RequestErrors.UnknownModel(asked);
        var hops = new List<Hop>(1 + model.Fallback.Length) { chosen };
        foreach (var target in model.Fallback)
        {
            var hop = NewHop(target, match.Star(asked));
            if (!hops.Any(h => ReferenceEquals(h.Target.Provider, hop.Target.Provider) && h.Model == hop.Model))
                hops.Add(hop);
        }
        call.Route = new Route(model.Spec.Id, model.Spec.Timeouts, model.Spec.MaxAttempts, hops, model.Limited) { CanContinue = model.CanContinue };
        return null;
    }

    private static Hop NewHop(RouteTarget target, ReadOnlySpan<char> star) => new(target, target.ModelFor(star));
}
