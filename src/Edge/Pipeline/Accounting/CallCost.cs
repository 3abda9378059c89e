using AiGateway.Core.Money;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Prices;

namespace AiGateway.Edge.Pipeline.Accounting;

/// <summary>What a call cost.</summary>
internal static class CallCost
{
    /// <summary>By the prices of this moment. A call that was refused or failed without an answer costs nothing, whatever the price.</summary>
    /// <param name="call">The call.</param>
    /// <param name="prices">The prices.</param>
    /// <param name="only">The one target whose part counts; null for all.</param>
    /// <returns>Null when the price is not known.</returns>
    public static Usd? Of(Exchange call, PriceView prices, Hop? only = null)
    {
        if (!call.Operation.AsksModel() || call.LastAttempt is not { } attempt || (call.Outcome != CallOutcome.Ok && call.AllTokens.Total == 0))
            return default(Usd);
        var list = prices.List;
        var cost = only is null || ReferenceEquals(attempt.Hop, only) ? Of(list, attempt.Provider.Id, attempt.Hop.Model, call.Tokens) : default(Usd);
        if (call.Partial is not { } partial)
            return cost;
        foreach (var part in partial.Parts)
        {
            if (only is null || part.IsOf(only))
                cost += Of(list, part.Provider, part.Model, part.Tokens);
        }
        return cost;
    }

    private static Usd? Of(PriceList list, string provider, string model, in TokenUsage tokens) =>
        list.Find(provider, model) is { } price ? Pricing.CostOf(tokens, price) : null;
}
