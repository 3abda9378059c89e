using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Edge;

/// <summary>Writes down, dimension by dimension, what an edge used, gives back and wants.</summary>
internal static class ReportWriter
{
    public static List<PermitReport> Permits(
        LimitSet limits, HeldLease lease, Appetite appetite, Waiting waiting, long nowMs, SafetyRules without)
    {
        var permits = new List<PermitReport>(limits.Limits.Length);
        for (LimitDimension dimension = 0; dimension <= LimitDimension.Concurrent; dimension++)
        {
            ref var purse = ref lease[dimension];
            var limit = limits.Of(dimension);
            if (limit is null && purse.Granted == 0)
                continue;
            Watch(ref purse, limit);
            purse.Returned += appetite.Surplus(dimension, nowMs);
            var lacks = appetite.Target(dimension, nowMs) + waiting.Sum(dimension) - lease.Ready(dimension, nowMs);
            var need = limit is null ? 0 : waiting.Need(dimension);
            var consumed = without.HasFlag(SafetyRules.CumulativeCounters) ? purse.Consumed - purse.Reported : purse.Consumed;
            permits.Add(new(dimension, consumed, purse.Returned, purse.Refunded, limit is null ? 0 : Math.Max(need, lacks), need));
            purse.Reported = purse.Consumed;
        }
        return permits;
    }

    public static List<RecentUse> Recent(HeldLease lease, long nowMs)
    {
        var recent = new List<RecentUse>();
        for (LimitDimension dimension = 0; dimension <= LimitDimension.Concurrent; dimension++)
            lease[dimension].Recent?.AddTo(recent, dimension, nowMs);
        return recent;
    }

    private static void Watch(ref PermitPurse purse, Limit? limit)
    {
        if (limit is { Hard: false } soft && soft.Dimension.WindowMs() is > 0 and var windowMs)
            purse.Recent ??= new RecentRing(windowMs);
    }
}
