using AiGateway.Core.Catalog;
using AiGateway.Core.Money;

namespace AiGateway.Core.Limits;

/// <summary>All bounds of one entity: a consumer, a model, an account at a provider. At most one for each dimension.</summary>
/// <param name="Limits">The bounds, in the order of <see cref="LimitDimension"/>.</param>
/// <param name="TimeZone">IANA name of the zone whose days and months count.</param>
/// <param name="Reservation">How tokens and money are set aside before their use is known.</param>
public sealed record LimitSet(Limit[] Limits, string TimeZone = "UTC", ReservationMode Reservation = ReservationMode.Strict)
{
    /// <summary>What a catalog says, or null when it limits nothing.</summary>
    /// <param name="spec">A part of a catalog without problems.</param>
    /// <param name="hard">Whether its limits are hard unless it says otherwise: true for consumers and models, false for accounts.</param>
    public static LimitSet? Of(LimitSpec? spec, bool hard)
    {
        if (spec is null)
            return null;
        var limits = new List<Limit>(LimitDimensions.Count);
        for (LimitDimension dimension = 0; dimension <= LimitDimension.Concurrent; dimension++)
        {
            var name = dimension.Name();
            if ((LimitFields.CountOf(spec, name) ?? (LimitFields.DollarsOf(spec, name) is { } dollars ? Usd.Of(dollars).Nanos : null)) is { } bound)
                limits.Add(new(dimension, bound, spec.IsHard(name, hard)));
        }
        return limits.Count == 0
            ? null
            : new([.. limits], spec.TimeZone ?? "UTC", spec.Tokens ?? (hard ? ReservationMode.Strict : ReservationMode.Expected));
    }

    /// <summary>The bound on a dimension, or null when it has none.</summary>
    public Limit? Of(LimitDimension dimension)
    {
        foreach (var limit in Limits)
        {
            if (limit.Dimension == dimension)
                return limit;
        }
        return null;
    }

    /// <summary>The smallest bound on tokens, which no reservation may exceed; null when tokens are unlimited.</summary>
    public long? SmallestTokenBound() => Smallest(LimitUnit.Token);

    /// <summary>The smallest bound on cost, nano-dollars; null when cost is unlimited.</summary>
    public long? SmallestCostBound() => Smallest(LimitUnit.Cost);

    private long? Smallest(LimitUnit unit)
    {
        long? smallest = null;
        foreach (var limit in Limits)
        {
            if (limit.Dimension.Unit() == unit)
                smallest = Math.Min(smallest ?? long.MaxValue, limit.Bound);
        }
        return smallest;
    }
}
