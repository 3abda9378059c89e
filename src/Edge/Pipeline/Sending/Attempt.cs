using AiGateway.Core.Selection;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Pipeline.Sending;

/// <summary>One upstream call: a target and the key chosen for it.</summary>
/// <param name="Hop">Whom it asks, and for which model.</param>
/// <param name="Key">Null for a provider that needs none.</param>
/// <param name="View">The key's health as this edge sees it; null without a key.</param>
/// <param name="Probe">Set when the call also tries out a key that was out of use.</param>
/// <param name="Chosen">Why that key; null without one.</param>
internal sealed record Attempt(Hop Hop, ProviderKey? Key, KeyView? View, ProbeGrant? Probe, KeyReason? Chosen = null)
{
    public ProviderEntry Provider => Hop.Target.Provider;
}
