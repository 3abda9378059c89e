namespace AiGateway.Core.Health;

/// <summary>
/// Counts for a circuit: failures in a row, and exact buckets of the last ten seconds. Averages that decay would lose a
/// burst.
/// </summary>
public sealed record BreakerWindow
{
    /// <summary>What a fault and an overload count.</summary>
    internal const int FaultHalves = 2;
    internal const int OverloadHalves = 1;

    internal const long LengthMs = Seconds * 1_000;

    private const int Seconds = 10;
    private const int MostConsecutive = 1_000_000;

    public static BreakerWindow Empty { get; } = new();

    /// <summary>Failures since the last success, in halves: 2 for a fault, 1 for an overload.</summary>
    public int ConsecutiveHalves { get; init; }

    /// <summary>At most ten, oldest first.</summary>
    public IReadOnlyList<BreakerBucket> Buckets { get; init; } = [];

    internal static int HalvesOf(UpstreamFailure failure) => failure.Class == FailureClass.Overloaded ? OverloadHalves : FaultHalves;

    internal BreakerWindow Succeeded(long count, long nowMs) => new() { Buckets = Counted(count, 0, nowMs) };

    internal BreakerWindow Failed(int halves, long nowMs) => new()
    {
        ConsecutiveHalves = Math.Min(ConsecutiveHalves + halves, MostConsecutive),
        Buckets = Counted(1, halves, nowMs),
    };

    /// <summary>Too many faults in a row, or too large a share of enough calls within the window.</summary>
    internal bool Trips(HealthTerms terms) => TripsInARow(terms) || TripsByShare(terms);

    internal bool TripsInARow(HealthTerms terms) => ConsecutiveHalves >= FaultHalves * terms.ConsecutiveFailures;

    internal bool TripsByShare(HealthTerms terms) => Buckets.Sum(bucket => bucket.Calls) >= terms.MinimumCalls && MostlyFails(terms);

    /// <summary>Whether the share of failures is too large, however few calls there were.</summary>
    internal bool MostlyFails(HealthTerms terms)
    {
        var failures = Buckets.Sum(bucket => bucket.FailureHalves);
        return failures > 0 && failures >= FaultHalves * terms.FailureRatio * Buckets.Sum(bucket => bucket.Calls);
    }

    /// <summary>Without calls that were counted here as well, and elsewhere by themselves.</summary>
    internal BreakerWindow Without(BreakerWindow part)
    {
        var left = new List<BreakerBucket>(Buckets.Count);
        foreach (var bucket in Buckets)
        {
            var taken = part.Buckets.FirstOrDefault(other => other.Second == bucket.Second);
            if (bucket.Calls > (taken?.Calls ?? 0))
                left.Add(bucket with { Calls = bucket.Calls - (taken?.Calls ?? 0), FailureHalves = Math.Max(0, bucket.FailureHalves - (taken?.FailureHalves ?? 0)) });
        }
        return new() { ConsecutiveHalves = Math.Max(0, ConsecutiveHalves - part.ConsecutiveHalves), Buckets = left };
    }

    /// <summary>Without what happened more than ten seconds ago; the count in a row ends with it.</summary>
    internal BreakerWindow At(long nowMs)
    {
        var buckets = Recent(nowMs);
        return buckets.Count == Buckets.Count ? this : new() { ConsecutiveHalves = buckets.Count == 0 ? 0 : ConsecutiveHalves, Buckets = buckets };
    }

    private List<BreakerBucket> Counted(long calls, int halves, long nowMs)
    {
        var second = nowMs / 1_000;
        var buckets = Recent(nowMs);
        if (buckets.Count > 0 && buckets[^1].Second == second)
            buckets[^1] = buckets[^1] with { Calls = buckets[^1].Calls + calls, FailureHalves = buckets[^1].FailureHalves + halves };
        else
            buckets.Add(new(second, calls, halves));
        return buckets;
    }

    /// <summary>A clock that was set back leaves buckets of the future behind: they count no more than old ones.</summary>
    private List<BreakerBucket> Recent(long nowMs)
    {
        var second = nowMs / 1_000;
        return [.. Buckets.Where(bucket => bucket.Second > second - Seconds && bucket.Second <= second)];
    }
}
