using AiGateway.Grains.Keys;
using Orleans.Concurrency;

namespace AiGateway.Grains.Endpoints;

/// <summary>
/// Owns the health of one provider's address for the whole cluster, under the provider's id: hears what every edge's calls
/// went through there, decides whether the provider fails, or a key, or a key for one model, hands out the right to probe, and tells every edge.
/// </summary>
[Alias("aigw.IEndpointGrain")]
public interface IEndpointGrain : IGrainWithStringKey
{
    /// <summary>What an edge saw since its last report; answers with the state that follows.</summary>
    [Alias("report")]
    ValueTask<EndpointStatus> Report(EndpointReport report);

    /// <summary>Asks for the right to try an endpoint that is out of use; null when another holds it or it is too early.</summary>
    [Alias("probe")]
    ValueTask<ProbeGrant?> RequestProbe(string edgeId);

    /// <summary>How a probe went. A ticket that has expired or was never given changes nothing.</summary>
    [Alias("probed")]
    ValueTask<EndpointStatus> ReportProbe(ProbeReport report);

    [Alias("status"), ReadOnly]
    ValueTask<EndpointStatus> Status();

    /// <summary>An operator says the provider is well again, whatever happened to it.</summary>
    [Alias("unblock")]
    ValueTask<EndpointStatus> Unblock();
}
