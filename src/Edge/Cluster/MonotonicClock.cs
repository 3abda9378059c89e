namespace AiGateway.Edge.Cluster;

/// <summary>Milliseconds that only go forward, whatever happens to the wall clock.</summary>
internal static class MonotonicClock
{
    public static long MonotonicMs(this TimeProvider time) => time.GetTimestamp() / (time.TimestampFrequency / 1000);
}
