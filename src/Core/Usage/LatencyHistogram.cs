namespace AiGateway.Core.Usage;

/// <summary>
/// Counts of durations in buckets each 10 % wider than the one before (as in DDSketch, VLDB 2019): a percentile read from it
/// is within 5 % of the true one for durations of 0.1 ms to a day. Histograms add up exactly, in any order.
/// </summary>
public sealed class LatencyHistogram
{
    private const double Growth = 1.1;

    /// <summary>Upper end of bucket 0, milliseconds: anything shorter is as good as nothing.</summary>
    private const double SmallestMs = 0.1;

    /// <summary>The bucket that holds one day; anything longer counts as that.</summary>
    private const int LastBucket = 216;

    private static readonly double LogGrowth = Math.Log(Growth);

    /// <summary>The bucket <see cref="Counts"/> begins with.</summary>
    public int First { get; set; }

    /// <summary>Counts of successive buckets, from the first that is not empty to the last.</summary>
    public long[] Counts { get; set; } = [];

    /// <summary>Sum of all durations, microseconds: whole numbers, so that the order of adding does not matter.</summary>
    public long SumMicros { get; set; }

    /// <summary>How many durations were added. Computed, not stored.</summary>
    public long Total()
    {
        long total = 0;
        foreach (var count in Counts)
            total += count;
        return total;
    }

    /// <summary>Mean in milliseconds, exact to the microsecond; null when empty.</summary>
    public double? MeanMs() => Total() is > 0 and var total ? SumMicros / 1_000.0 / total : null;

    /// <param name="ms">Negative or not a number counts as 0.</param>
    public void Add(double ms)
    {
        ms = ms > 0 ? Math.Min(ms, SmallestMs * Math.Pow(Growth, LastBucket)) : 0;
        SumMicros += (long)Math.Round(ms * 1_000);
        var bucket = ms <= SmallestMs ? 0 : (int)Math.Ceiling(Math.Log(ms / SmallestMs) / LogGrowth);
        Reach(bucket, bucket);
        Counts[bucket - First]++;
    }

    public void Add(LatencyHistogram other)
    {
        SumMicros += other.SumMicros;
        if (other.Counts.Length == 0)
            return;
        Reach(other.First, other.First + other.Counts.Length - 1);
        for (var i = 0; i < other.Counts.Length; i++)
            Counts[other.First - First + i] += other.Counts[i];
    }

    /// <summary>The duration that this part of all durations does not exceed, milliseconds; null when empty.</summary>
    /// <param name="part">0–1; 0.99 for the 99th percentile.</param>
    public double? Percentile(double part)
    {
        var total = Total();
        if (total == 0)
            return null;
        var rank = Math.Max(1, (long)Math.Ceiling(Math.Clamp(part, 0, 1) * total));
        var i = 0;
        for (var seen = Counts[0]; seen < rank; seen += Counts[i])
            i++;
        return MiddleMs(First + i);
    }

    private void Reach(int from, int to)
    {
        if (Counts.Length > 0)
            (from, to) = (Math.Min(from, First), Math.Max(to, First + Counts.Length - 1));
        if (to - from + 1 == Counts.Length)
            return;
        var wider = new long[to - from + 1];
        Counts.CopyTo(wider, Counts.Length > 0 ? First - from : 0);
        (First, Counts) = (from, wider);
    }

    /// <summary>Equally far, in proportion, from both ends of the bucket.</summary>
    private static double MiddleMs(int bucket) => SmallestMs * Math.Pow(Growth, bucket) * 2 / (Growth + 1);
}
