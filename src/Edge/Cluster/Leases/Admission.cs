using System.Runtime.CompilerServices;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Cluster.Leases;

/// <summary>
/// A call's hold on the limits of several entities, taken together or not at all, in a fixed order, and given up together.
/// Kept by the call, one at a time; settling it twice does nothing.
/// </summary>
internal struct Admission
{
    private Parts _parts;
    private int _count;

    /// <summary>Adds what was taken of one more entity.</summary>
    public void Add(EntityLease lease, Reservation reservation) => _parts[_count++] = (lease, reservation);

    /// <summary>The call reached a provider: what it used counts, the rest is given back.</summary>
    public void Settle(CallDemand used, long nowMs)
    {
        for (var i = _count - 1; i >= 0; i--)
            _parts[i].Lease.Account.Settle(_parts[i].Reservation, used, nowMs);
        _count = 0;
    }

    /// <summary>The call never reached a provider: it costs nothing anywhere.</summary>
    public void Release(long nowMs)
    {
        for (var i = _count - 1; i >= 0; i--)
            _parts[i].Lease.Account.Release(_parts[i].Reservation, nowMs);
        _count = 0;
    }

    /// <summary>As many as can limit one call: its consumer, the model for that consumer, the model, the account.</summary>
    [InlineArray(4)]
    private struct Parts
    {
        private (EntityLease Lease, Reservation Reservation) _first;
    }
}
