namespace AiGateway.Core.Health;

/// <summary>
/// How many calls to keep away from a provider that answers some of them with "overloaded": as many as it refuses more than
/// it accepts, over the last two minutes. So it is sent twice of what it can take and finds out itself when it can take more.
/// Not safe for several threads.
/// </summary>
/// <remarks>The throttle of Google's book on site reliability, chapter 21.</remarks>
public sealed class OverloadPressure
{
    private const int BucketMs = 10_000;
    private const int Buckets = 12;

    /// <summary>Calls per accepted one that are let through.</summary>
    private const int Allowance = 2;

    private readonly (long Number, long Calls, long Accepted)[] _buckets = new (long, long, long)[Buckets];

    /// <summary>Counts calls that came to an end, and calls that were kept away.</summary>
    /// <param name="calls">All of them.</param>
    /// <param name="accepted">Those that the provider did not refuse for want of capacity.</param>
    /// <param name="nowMs">A clock that only goes forward.</param>
    public void Count(long calls, long accepted, long nowMs)
    {
        var number = nowMs / BucketMs;
        ref var bucket = ref _buckets[number % Buckets];
        if (bucket.Number != number)
            bucket = (number, 0, 0);
        bucket.Calls += calls;
        bucket.Accepted += accepted;
    }

    /// <summary>The part of calls to keep away, from 0 to below 1.</summary>
    /// <param name="minimumCalls">Fewer than these say nothing.</param>
    /// <param name="nowMs">The clock of <see cref="Count"/>.</param>
    public double Share(int minimumCalls, long nowMs)
    {
        var oldest = (nowMs / BucketMs) - Buckets + 1;
        var (calls, accepted) = (0L, 0L);
        foreach (var bucket in _buckets)
        {
            if (bucket.Number < oldest)
                continue;
            calls += bucket.Calls;
            accepted += bucket.Accepted;
        }
        return calls < minimumCalls ? 0 : Math.Max(0, (double)(calls - (Allowance * accepted)) / (calls + 1));
    }
}
