using System.Runtime.CompilerServices;
using AiGateway.Core.Catalog;
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

    /// <summary>The first entity something was taken of; null when none was.</summary>
    public readonly EntityLease? First => _count > 0 ? _parts[0].Lease : null;

    /// <summary>Adds what was taken of one more entity.</summary>
    public void Add(EntityLease lease, Reservation reservation) => _parts[_count++] = (lease, reservation);

    /// <summary>The call reached a provider: what it used counts, the rest is given back.</summary>
    /// <param name="used">What it used.</param>
    /// <param name="outputTokens">Of that the tokens of one answer, to expect of the next call; null when it tells nothing.</param>
    /// <param name="nowMs">Now.</param>
    public void Settle(CallDemand used, long? outputTokens, long nowMs)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            var (lease, reservation) = _parts[i];
            lease.Account.Settle(reservation, used, nowMs);
            if (outputTokens is { } tokens && lease.Limited.Limits.Reservation == ReservationMode.Expected)
                lease.Forecast.Add(tokens);
        }
        _count = 0;
    }

    /// <summary>The call never reached a provider: it costs nothing anywhere.</summary>
    public void Release(long nowMs)
    {
        for (var i = _count - 1; i >= 0; i--)
            _parts[i].Lease.Account.Release(_parts[i].Reservation, nowMs);
        _count = 0;
    }

    /// <summary>As many as can limit one call: its consumer, the model for that consumer, the model. A target's limits and an attempt's account are each one by itself.</summary>
    [InlineArray(3)]
    private struct Parts
    {
        private (EntityLease Lease, Reservation Reservation) _first;
    }
}
