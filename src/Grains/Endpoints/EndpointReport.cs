using AiGateway.Core.Health;

namespace AiGateway.Grains.Endpoints;

/// <summary>What one edge saw of an endpoint. A report that is lost or doubled shifts counts by a little and no more.</summary>
/// <param name="KeysInUse">Keys that calls could be made with, were the provider well; at least 1.</param>
/// <param name="Successes">Calls answered well since the last report, by key and model.</param>
/// <param name="Faults">Calls that failed for reasons that are not the key's, in order.</param>
/// <param name="Terms">By what it is judged.</param>
[GenerateSerializer, Immutable, Alias("aigw.EndpointReport")]
public sealed record EndpointReport(
    [property: Id(0)] int KeysInUse,
    [property: Id(1)] KeySuccesses[] Successes,
    [property: Id(2)] KeyFault[] Faults,
    [property: Id(3)] HealthTerms Terms);
