namespace AiGateway.Core.Retries;

/// <summary>
/// Keeps retries a small part of all calls, so that a provider in trouble is not given more work just then: in any ten
/// seconds at most a tenth of the calls and three a second on top, which is what a quiet pool lives on. Exact buckets of a
/// second; an average that decays would lose a burst. Safe for many threads, allocates nothing.
/// <para>The rule is that of Finagle's RetryBudget; the tenth is the one of "Site Reliability Engineering", chapter 21.</para>
/// </summary>
public sealed class RetryBudget
{
    private const int Seconds = 10;
    private const int PerSecond = 3;
    private const int CallsForOne = 10;

    private readonly Lock _gate = new();
    private readonly Bucket[] _buckets = new Bucket[Seconds];

    /// <summary>A call has come.</summary>
    /// <param name="nowMs">Reading of a monotonic clock, milliseconds.</param>
    public void Called(long nowMs)
    {
        lock (_gate)
            At(nowMs).Calls++;
    }

    /// <summary>Whether a retry may be made now.</summary>
    public bool Allows(long nowMs)
    {
        lock (_gate)
        {
            var second = nowMs / 1_000;
            long calls = 0, retries = 0;
            foreach (ref readonly var bucket in _buckets.AsSpan())
            {
                if (bucket.Second <= second - Seconds || bucket.Second > second)
                    continue;
                calls += bucket.Calls;
                retries += bucket.Retries;
            }
            return retries < (Seconds * PerSecond) + (calls / CallsForOne);
        }
    }

    /// <summary>A retry is being made.</summary>
    public void Retried(long nowMs)
    {
        lock (_gate)
            At(nowMs).Retries++;
    }

    private ref Bucket At(long nowMs)
    {
        var second = nowMs / 1_000;
        ref var bucket = ref _buckets[second % Seconds];
        if (bucket.Second != second)
            bucket = new Bucket { Second = second };
        return ref bucket;
    }

    private struct Bucket
    {
        public long Second;
        public int Calls;
        public int Retries;
    }
}
