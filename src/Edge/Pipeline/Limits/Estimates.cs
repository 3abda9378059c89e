using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;
using AiGateway.Core.Money;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Prices;
using AiGateway.Edge.Upstream.Tokens;

namespace AiGateway.Edge.Pipeline.Limits;

/// <summary>How much to set aside for a call, by the rules of each entity that limits it.</summary>
internal sealed class Estimates(PriceView prices, GatewaySettings settings)
{
    /// <summary>Tokens of the dearest image there is, in high quality and upright or lengthwise: nobody can cap it.</summary>
    private const int TokensOfImage = 6_240;

    /// <summary>What is known of the call before it is made.</summary>
    /// <param name="call">The call.</param>
    /// <param name="entity">Whose limits it is for.</param>
    /// <param name="only">The one target whose price counts; null for the dearest of its route.</param>
    public CallEstimate Of(Exchange call, LimitedEntity entity, Hop? only = null)
    {
        ref var scan = ref call.Scan;
        return new CallEstimate(
            PromptTokens.Estimate(scan), Answers(scan), call.Operation.IsImages() ? TokensOfImage : Smaller(call.AskedCap, call.OutputCap),
            call.Operation.AnswersInText() || call.Operation.IsImages(), entity.Limits.SmallestCostBound() is null ? null : Dearest(call, only));
    }

    /// <summary>What to take for it.</summary>
    /// <param name="cap">The output tokens of each answer that this covers, where limits are strict; null leaves what the caller asked for.</param>
    /// <param name="only">The one target whose price counts; null for the dearest of its route.</param>
    public CallDemand Demand(Exchange call, LimitedEntity entity, EntityLease lease, out long? cap, Hop? only = null)
    {
        cap = null;
        return !call.Operation.AsksModel() || (entity.Limits.SmallestTokenBound() is null && entity.Limits.SmallestCostBound() is null)
            ? default
            : Demand(Of(call, entity, only), entity, lease, out cap);
    }

    /// <inheritdoc cref="Demand(Exchange, LimitedEntity, EntityLease, out long?, Hop?)"/>
    public CallDemand Demand(in CallEstimate estimate, LimitedEntity entity, EntityLease lease, out long? cap)
    {
        cap = null;
        if (entity.Limits.Reservation == ReservationMode.Expected)
            return estimate.Expected(entity.Limits, lease.Forecast.NineOfTen());
        var demand = estimate.Strict(entity.Limits, settings.UncappedOutputTokens, out var covered);
        if (estimate.Generates)
            cap = covered;
        return demand;
    }

    /// <summary>The model of the route whose price is not known while a hard limit on money is to be kept; null when there is none.</summary>
    /// <inheritdoc cref="Of"/>
    public Hop? Unpriced(Exchange call, LimitedEntity entity, Hop? only = null)
    {
        if (!call.Operation.AsksModel() || !Array.Exists(entity.Limits.Limits, limit => limit.Hard && limit.Dimension.Unit() == LimitUnit.Cost))
            return null;
        foreach (var hop in call.Route.Hops)
        {
            if ((only is null || ReferenceEquals(hop, only)) && prices.List.Find(hop.Target.Provider.Id, hop.Model) is null)
                return hop;
        }
        return null;
    }

    /// <summary>What the call used of whoever limits it. Its price is not known: it counts as free.</summary>
    public static CallDemand Used(Exchange call, in TokenUsage used, Usd? cost)
    {
        var tokens = used.Total;
        // It left before anything could be counted, and the provider has read its prompt all the same.
        if (tokens == 0 && call.Outcome == CallOutcome.ClientGone)
            tokens = PromptTokens.Estimate(call.Scan);
        return new CallDemand(tokens, cost?.Nanos ?? 0);
    }

    /// <summary>Output tokens of one of its answers, to expect of the next call; null when it was made for none.</summary>
    public static long? OutputOfOne(Exchange call, in TokenUsage used) =>
        call.Operation.AsksModel() && call.Operation.AnswersInText() ? used.Completion / Answers(call.Scan) : null;

    private static int Answers(in RequestScan scan) => Math.Max(scan.N, scan.BestOf) * Math.Max(1, scan.Prompt.Prompts);

    private ModelPrice? Dearest(Exchange call, Hop? only)
    {
        ModelPrice? dearest = null;
        foreach (var hop in call.Route.Hops)
        {
            if ((only is not null && !ReferenceEquals(hop, only)) || prices.List.Find(hop.Target.Provider.Id, hop.Model) is not { } price)
                continue;
            dearest = dearest?.Dearer(price) ?? price;
        }
        return dearest;
    }

    private static long? Smaller(int? a, int? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}
