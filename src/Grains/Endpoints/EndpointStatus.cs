using AiGateway.Core.Health;
using AiGateway.Grains.Feed;

namespace AiGateway.Grains.Endpoints;

/// <summary>
/// What an edge needs to know of a provider's address. Times are durations from the moment of sending; a status is newer
/// than another of the same endpoint when its (epoch, version) is greater.
/// </summary>
[GenerateSerializer, Immutable, Alias("aigw.EndpointStatus")]
public sealed record EndpointStatus : IFeedEntry
{
    /// <summary>The provider's id.</summary>
    [Id(0)] public required string EndpointId { get; init; }

    /// <summary>Grows with each activation of the owner: the Unix milliseconds of it, or more if an earlier owner's clock was ahead.</summary>
    [Id(1)] public long Epoch { get; init; }

    [Id(2)] public long Version { get; init; }

    [Id(3)] public EndpointState State { get; init; }

    /// <summary>Milliseconds until a probe is due, or the one under way has failed; null when active.</summary>
    [Id(4)] public long? UntilInMs { get; init; }

    /// <summary>Short machine-readable reason such as <c>connect_failed</c>; null when active.</summary>
    [Id(5)] public string? Reason { get; init; }

    /// <summary>The provider's words, redacted; null when there were none.</summary>
    [Id(6)] public string? Message { get; init; }

    /// <summary>Milliseconds until it is given all calls again; 0 when it is.</summary>
    [Id(7)] public long SlowStartLeftMs { get; init; }

    /// <summary>How long that takes in all, milliseconds.</summary>
    [Id(8)] public long SlowStartMs { get; init; }

    string IFeedEntry.Id => EndpointId;

    public bool IsNewerThan(EndpointStatus other) => ((IFeedEntry)this).IsNewerThan(other);

    IFeedEntry IFeedEntry.After(long elapsedMs) => this with
    {
        UntilInMs = UntilInMs is { } until ? Math.Max(0, until - elapsedMs) : null,
        SlowStartLeftMs = Math.Max(0, SlowStartLeftMs - elapsedMs),
    };
}
