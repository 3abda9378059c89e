using AiGateway.Core.Health;

namespace AiGateway.Grains.Keys;

/// <summary>What one edge saw of a key. A report that is lost or doubled shifts a failure count by a little and no more.</summary>
/// <param name="Successes">Calls answered well since the last report.</param>
/// <param name="Failures">Calls that failed for other reasons than the caller, in order.</param>
[GenerateSerializer, Immutable, Alias("aigw.KeyReport")]
public sealed record KeyReport([property: Id(0)] int Successes, [property: Id(1)] KeyFailure[] Failures)
{
    /// <summary>By what the key is judged; null leaves what the owner knows.</summary>
    [Id(2)] public HealthTerms? Terms { get; init; }

    /// <summary>Of the successes, those for models whose circuit has been open; null when there are none.</summary>
    [Id(3)] public ModelSuccesses[]? Models { get; init; }
}

/// <summary>Calls for one model that succeeded.</summary>
/// <param name="Model">The provider's name of the model.</param>
[GenerateSerializer, Immutable, Alias("aigw.ModelSuccesses")]
public sealed record ModelSuccesses([property: Id(0)] string Model, [property: Id(1)] int Count);

/// <summary>One failed call.</summary>
/// <param name="Model">The provider's name of the model that was asked for.</param>
[GenerateSerializer, Immutable, Alias("aigw.KeyFailure")]
public sealed record KeyFailure([property: Id(0)] string Model, [property: Id(1)] UpstreamFailure Failure);

/// <summary>The right to send one call with a key, or to an endpoint, that is out of use.</summary>
/// <param name="DeadlineInMs">A probe that is not reported within this time counts as failed.</param>
/// <param name="Kind">Whether it should ride on a real call or be a cheap call of the gateway's own.</param>
[GenerateSerializer, Immutable, Alias("aigw.ProbeGrant")]
public sealed record ProbeGrant([property: Id(0)] string Ticket, [property: Id(1)] long DeadlineInMs, [property: Id(2)] ProbeKind Kind)
{
    /// <summary>True when it is the provider's address that is tried, with any of its keys.</summary>
    [Id(3)] public bool OfEndpoint { get; init; }
}

/// <summary>How a probe went: neither success nor failure means it was cancelled, which says nothing about the key.</summary>
[GenerateSerializer, Immutable, Alias("aigw.ProbeReport")]
public sealed record ProbeReport(
    [property: Id(0)] string Ticket,
    [property: Id(1)] bool Succeeded,
    [property: Id(2)] string Model,
    [property: Id(3)] UpstreamFailure? Failure);
