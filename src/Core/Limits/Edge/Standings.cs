using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Edge;

/// <summary>What the owner's last reply said was left.</summary>
internal readonly record struct Standings(IReadOnlyList<PermitGrant> Permits, long AtMs)
{
    /// <summary>The limit on calls and the one on tokens with the least left.</summary>
    public CallerStanding Of(LimitSet limits, HeldLease lease, long nowMs)
    {
        LimitStanding? requests = null, tokens = null;
        foreach (var limit in limits.Limits)
        {
            if (limit.Dimension is not (LimitDimension.RequestsPerMinute or LimitDimension.RequestsPerDay) && limit.Dimension.Unit() != LimitUnit.Token)
                continue;
            var standing = Of(limit, Math.Max(0, lease.Ready(limit.Dimension, nowMs)), nowMs);
            ref var least = ref limit.Dimension.Unit() == LimitUnit.Token ? ref tokens : ref requests;
            if (least is null || standing.Remaining < least.Value.Remaining)
                least = standing;
        }
        return new(requests, tokens);
    }

    /// <summary>What is left of the scarcest limit, as a part of it.</summary>
    public double Headroom(LimitSet limits, HeldLease lease, long nowMs)
    {
        var least = 1.0;
        foreach (var limit in limits.Limits)
        {
            var standing = Of(limit, Math.Max(0, lease.Ready(limit.Dimension, nowMs)), nowMs);
            // The last reply may be old: what was used then counts no more when its time is over. Slots have no time.
            if (standing.ResetMs > 0 || limit.Dimension == LimitDimension.Concurrent)
                least = Math.Min(least, (double)standing.Remaining / limit.Bound);
        }
        return least;
    }

    /// <param name="limit">Which limit.</param>
    /// <param name="spare">What this edge holds, which the owner counts as gone.</param>
    /// <param name="nowMs">Now.</param>
    private LimitStanding Of(Limit limit, long spare, long nowMs)
    {
        // By index: this is asked with each call, and going through a list by its interface allocates.
        for (var i = 0; i < (Permits?.Count ?? 0); i++)
        {
            var permits = Permits![i];
            if (permits.Dimension != limit.Dimension)
                continue;
            var resetMs = Math.Max(0, permits.ResetMs - (nowMs - AtMs));
            return new(limit.Bound, Math.Clamp(permits.Remaining + spare, 0, limit.Bound), resetMs);
        }
        return new(limit.Bound, limit.Bound, 0);
    }
}
