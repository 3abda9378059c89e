namespace AiGateway.Core.Health;

/// <summary>
/// Counts for the circuit of a key: failures in a row, and exact buckets of the last ten seconds. Averages that decay
/// would lose a burst.
/// </summary>
public sealed record BreakerWindow
{
    private const int Seconds = 10;
    private const int TripConsecutiveHalves = 10;
    private const int TripMinimumCalls = 20;

    public static BreakerWindow Empty { get; } = new();

    /// <summary>Failures since the last success, in halves: 2 for a fault, 1 for an overload.</summary>
    public int ConsecutiveHalves { get; init; }

    /// <summary>At most ten, oldest first.</summary>
    public IReadOnlyList<BreakerBucket> Buckets { get; init; } = [];

    internal BreakerWindow Succeeded(long count, long nowMs) => new() { Buckets = Counted(count, 0, nowMs) };

    internal BreakerWindow Failed(int halves, long nowMs) => new()
    {
        ConsecutiveHalves = Math.Min(ConsecutiveHalves + halves, TripConsecutiveHalves),
        Buckets = Counted(1, halves, nowMs),
    };

    /// <summary>Five faults in a row, or half of at least twenty calls within the window.</summary>
    internal bool Trips()
    {
        var calls = Buckets.Sum(bucket => bucket.Calls);
        return ConsecutiveHalves >= TripConsecutiveHalves
            || (calls >= TripMinimumCalls && Buckets.Sum(bucket => bucket.FailureHalves) >= calls);
    }

    private List<BreakerBucket> Counted(long calls, int halves, long nowMs)
    {
        var second = nowMs / 1_000;
        // A clock that was set back leaves buckets of the future behind: they count no more than old ones.
        var buckets = Buckets.Where(bucket => bucket.Second > second - Seconds && bucket.Second <= second).ToList();
        if (buckets.Count > 0 && buckets[^1].Second == second)
            buckets[^1] = buckets[^1] with { Calls = buckets[^1].Calls + calls, FailureHalves = buckets[^1].FailureHalves + halves };
        else
            buckets.Add(new(second, calls, halves));
        return buckets;
    }
}
