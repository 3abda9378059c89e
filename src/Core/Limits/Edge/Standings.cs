using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Edge;

/// <summary>What the owner's last reply said was left.</summary>
internal readonly record struct Standings(IReadOnlyList<PermitGrant> Permits, long AtMs)
{
    /// <param name="limit">Which limit.</param>
    /// <param name="spare">What this edge holds, which the owner counts as gone.</param>
    /// <param name="nowMs">Now.</param>
    public LimitStanding Of(Limit limit, long spare, long nowMs)
    {
        foreach (var permits in Permits ?? [])
        {
            if (permits.Dimension != limit.Dimension)
                continue;
            var resetMs = Math.Max(0, permits.ResetMs - (nowMs - AtMs));
            return new(limit.Bound, Math.Clamp(permits.Remaining + spare, 0, limit.Bound), resetMs);
        }
        return new(limit.Bound, limit.Bound, 0);
    }
}
