using AiGateway.Edge.Cluster;
using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Security;

/// <summary>
/// Whether this edge may still trust the consumer keys it knows. One that has not heard from the control plane for long does not
/// know which of them have been revoked since.
/// </summary>
internal sealed class RevocationWatch(ControlPlaneContact contact, GatewaySettings settings)
{
    /// <summary>True when new calls are to be refused until the control plane is back.</summary>
    public bool IsStale => settings.TrustKeysSeconds > 0 && contact.CaughtUpAge is { } age && age.TotalSeconds > settings.TrustKeysSeconds;
}
