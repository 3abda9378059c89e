namespace AiGateway.Core.Limits.Fairness;

/// <summary>
/// Weighted max-min fairness: nobody gets more than it asks for, and nobody could get more without somebody getting less who
/// has no more for its weight (Bertsekas and Gallager, Data Networks, 6.5.2).
/// </summary>
public static class WaterFilling
{
    /// <summary>What each gets for a weight of one, if it asks for so much; infinite when there is enough for all.</summary>
    /// <param name="claims">What each asks for, 0 or more, and its weight, above 0. Sorted anew.</param>
    /// <param name="capacity">What there is, 0 or more.</param>
    public static double Level(Span<(double Demand, double Weight)> claims, double capacity)
    {
        claims.Sort(static (a, b) => (a.Demand / a.Weight).CompareTo(b.Demand / b.Weight));
        double weights = 0;
        foreach (var (_, weight) in claims)
            weights += weight;
        foreach (var (demand, weight) in claims)
        {
            // The least demanding first: when even an equal part is more than it asks for, the rest is for the others.
            if (demand * weights > capacity * weight)
                return capacity / weights;
            capacity -= demand;
            weights -= weight;
        }
        return double.PositiveInfinity;
    }
}
