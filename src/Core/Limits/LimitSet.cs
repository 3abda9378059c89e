namespace AiGateway.Core.Limits;

/// <summary>All bounds of one entity: a consumer, a model, an account at a provider. At most one for each dimension.</summary>
/// <param name="Limits">The bounds, in the order of <see cref="LimitDimension"/>.</param>
/// <param name="TimeZone">IANA name of the zone whose days and months count.</param>
public sealed record LimitSet(Limit[] Limits, string TimeZone = "UTC")
{
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
    public long? SmallestTokenBound()
    {
        long? smallest = null;
        foreach (var limit in Limits)
        {
            if (limit.Dimension.Unit() == LimitUnit.Token)
                smallest = Math.Min(smallest ?? long.MaxValue, limit.Bound);
        }
        return smallest;
    }
}
