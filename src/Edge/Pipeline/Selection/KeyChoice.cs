using AiGateway.Core.Selection;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Pipeline.Selection;

/// <summary>A key to be asked next.</summary>
/// <param name="Key">The key.</param>
/// <param name="View">Its health and load at this edge.</param>
/// <param name="Probe">Set when the call also tries out a key, or a key for its model, that was out of use.</param>
/// <param name="IsWorthAsking">
/// Whether it is so much better than others, since it is quicker or the conversation's own, that the owner of its limits is asked
/// before one is taken for which permits are here.
/// </param>
/// <param name="Slot">Where the probe was offered.</param>
/// <param name="Why">Why it and no other.</param>
internal readonly record struct KeyChoice(ProviderKey Key, KeyView View, ProbeGrant? Probe = null, bool IsWorthAsking = false, ProbeSlot? Slot = null, KeyReason Why = KeyReason.Only)
{
    /// <summary>Leaves the probe to another call.</summary>
    public void GiveBack()
    {
        if (Probe is { } probe)
            Slot?.GiveBack(probe);
    }
}
