using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Cluster;

/// <summary>When the control plane was last heard of.</summary>
internal sealed class ControlPlaneContact(TimeProvider time)
{
    private long _lastMs = -1;

    public void Heard() => Volatile.Write(ref _lastMs, time.MonotonicMs());

    /// <summary>Null before the first contact.</summary>
    public TimeSpan? Age => Volatile.Read(ref _lastMs) is >= 0 and var last ? TimeSpan.FromMilliseconds(time.MonotonicMs() - last) : null;
}
