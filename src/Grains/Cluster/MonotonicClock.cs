namespace AiGateway.Grains.Cluster;

/// <summary>Milliseconds that only go forward, whatever happens to the wall clock.</summary>
public static class MonotonicClock
{
    public static long MonotonicMs(this TimeProvider time) => time.GetTimestamp() / (time.TimestampFrequency / 1_000);
}
