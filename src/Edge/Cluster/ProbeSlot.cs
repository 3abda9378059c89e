using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Cluster;

/// <summary>
/// Where the right to try something out waits for the one call that takes it. Nobody gets it from an edge that has lost the
/// control plane: its ticket may be another's by now.
/// </summary>
internal sealed class ProbeSlot(ControlPlaneContact? contact)
{
    private ProbeGrant? _grant;
    private long _untilMs;
    private int _asking;

    /// <summary>Puts a granted probe where the next call finds it.</summary>
    /// <param name="grant">The right to try.</param>
    /// <param name="untilMs">By this process's monotonic clock. An edge that stood still must not use what has gone to another meanwhile.</param>
    public void Offer(ProbeGrant grant, long untilMs)
    {
        Volatile.Write(ref _untilMs, untilMs);
        GiveBack(grant);
    }

    /// <summary>Puts back what was taken and not used.</summary>
    public void GiveBack(ProbeGrant grant) => Interlocked.Exchange(ref _grant, grant);

    /// <summary>Takes an offer back; false when a call has it already.</summary>
    public bool Withdraw(ProbeGrant grant) => ReferenceEquals(Interlocked.CompareExchange(ref _grant, null, grant), grant);

    /// <summary>Takes the offered probe; whoever gets it must report how it went.</summary>
    public ProbeGrant? Take(long nowMs) =>
        Volatile.Read(ref _grant) is null || nowMs >= Volatile.Read(ref _untilMs) || contact is { IsLost: true } ? null : Interlocked.Exchange(ref _grant, null);

    /// <summary>One question about a probe at a time.</summary>
    public bool TryStartAsking() => Interlocked.Exchange(ref _asking, 1) == 0;

    public void EndAsking() => Volatile.Write(ref _asking, 0);
}
