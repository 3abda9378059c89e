namespace AiGateway.Core.Limits.Edge;

/// <summary>What one admitted call took, so that it can be settled or given back under the lease, day and month it was taken from.</summary>
/// <param name="Demand">How much of each unit.</param>
/// <param name="Limited">The dimensions that were limited, a bit each.</param>
/// <param name="Era">The edge's count of leases.</param>
/// <param name="Day">The day, as the owner numbers it.</param>
/// <param name="Month">The month.</param>
/// <param name="AtMs">When.</param>
/// <param name="Sequence">The last report before it.</param>
internal readonly record struct Holding(CallDemand Demand, int Limited, int Era, long Day, long Month, long AtMs, long Sequence)
{
    public bool Took(LimitDimension dimension) => (Limited & (1 << (int)dimension)) != 0;
}
