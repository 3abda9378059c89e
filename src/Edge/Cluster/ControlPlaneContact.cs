using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Cluster;

/// <summary>When the control plane was last heard of.</summary>
internal sealed class ControlPlaneContact(TimeProvider time)
{
    /// <summary>After so long without a word this edge is on its own: it probes nothing, and passing states end by their time.</summary>
    public const long LostAfterMs = 3_000;

    private long _lastMs = -1;
    private long _caughtUpMs = -1;

    public void Heard() => Volatile.Write(ref _lastMs, time.MonotonicMs());

    /// <summary>All that had changed is known here, the catalog included.</summary>
    public void CaughtUp()
    {
        Volatile.Write(ref _caughtUpMs, time.MonotonicMs());
        Heard();
    }

    /// <summary>Null before the first contact.</summary>
    public TimeSpan? Age => Since(ref _lastMs);

    /// <summary>How old what this edge knows may be; null before it first knew all.</summary>
    public TimeSpan? CaughtUpAge => Since(ref _caughtUpMs);

    public bool IsLost => IsLostAt(time.MonotonicMs());

    /// <param name="nowMs">This process's monotonic clock.</param>
    public bool IsLostAt(long nowMs) => Volatile.Read(ref _lastMs) is var last && (last < 0 || nowMs - last > LostAfterMs);

    private TimeSpan? Since(ref long atMs) => Volatile.Read(ref atMs) is >= 0 and var at ? TimeSpan.FromMilliseconds(time.MonotonicMs() - at) : null;
}
