using AiGateway.Core.Health;
using Orleans.Concurrency;

namespace AiGateway.Grains.Keys;

/// <summary>
/// Owns the health of one upstream key for the whole cluster: hears what every edge saw of it, decides whether it may
/// be used, hands out the right to probe it, and tells every edge. It knows the key's id, never its secret.
/// </summary>
[Alias("aigw.IApiKeyGrain")]
public interface IApiKeyGrain : IGrainWithStringKey
{
    /// <summary>What an edge saw of the key since its last report; answers with the state that follows.</summary>
    [Alias("report")]
    ValueTask<KeyStatus> Report(KeyReport report);

    /// <summary>The endpoint's owner says that the key fails where others do not.</summary>
    [Alias("trip")]
    ValueTask<KeyStatus> Trip(UpstreamFailure failure, HealthTerms terms);

    /// <summary>The endpoint's owner takes that back: it is the provider that fails.</summary>
    [Alias("pardon")]
    ValueTask<KeyStatus> Pardon();

    /// <summary>The endpoint's owner says that the key fails for a model where it does not for others.</summary>
    [Alias("tripModel")]
    ValueTask<KeyStatus> TripModel(string model, UpstreamFailure failure, HealthTerms terms);

    /// <summary>The endpoint's owner takes that back: it is more than the model that fails.</summary>
    [Alias("pardonModel")]
    ValueTask<KeyStatus> PardonModel(string model);

    /// <summary>Asks for the right to try the key for a model that it is not used for; null when another holds it or it is too early.</summary>
    [Alias("probeModel")]
    ValueTask<ProbeGrant?> RequestModelProbe(string model, string edgeId);

    /// <summary>Asks for the right to try a key that is out of use; null when another holds it or it is too early.</summary>
    [Alias("probe")]
    ValueTask<ProbeGrant?> RequestProbe(string edgeId);

    /// <summary>How a probe went, of the key or of one of its models: the ticket tells. One that has expired or was never given changes nothing.</summary>
    [Alias("probed")]
    ValueTask<KeyStatus> ReportProbe(ProbeReport report);

    [Alias("status"), ReadOnly]
    ValueTask<KeyStatus> Status();

    /// <summary>Takes the key out of use until <see cref="Enable"/>.</summary>
    [Alias("disable")]
    ValueTask<KeyStatus> Disable();

    [Alias("enable")]
    ValueTask<KeyStatus> Enable();

    /// <summary>An operator says the key is good again, whatever happened to it.</summary>
    [Alias("unblock")]
    ValueTask<KeyStatus> Unblock();
}
