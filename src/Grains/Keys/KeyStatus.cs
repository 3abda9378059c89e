using AiGateway.Core.Health;
using AiGateway.Grains.Feed;

namespace AiGateway.Grains.Keys;

/// <summary>
/// What an edge needs to know of a key. Times are durations from the moment of sending, because the clocks of two
/// nodes need not agree; a status is newer than another of the same key when its (epoch, version) is greater.
/// </summary>
[GenerateSerializer, Immutable, Alias("aigw.KeyStatus")]
public sealed record KeyStatus : IFeedEntry
{
    [Id(0)] public required string KeyId { get; init; }

    /// <summary>Grows with each activation of the owner: the Unix milliseconds of it, or more if an earlier owner's clock was ahead.</summary>
    [Id(1)] public long Epoch { get; init; }

    [Id(2)] public long Version { get; init; }

    [Id(3)] public KeyHealthState State { get; init; }

    /// <summary>Milliseconds until the state ends by itself or a probe is due; null when neither will happen.</summary>
    [Id(4)] public long? UntilInMs { get; init; }

    /// <summary>Short machine-readable reason such as <c>invalid_api_key</c>; null when active.</summary>
    [Id(5)] public string? Reason { get; init; }

    /// <summary>The provider's words, redacted; null when there were none.</summary>
    [Id(6)] public string? Message { get; init; }

    /// <summary>Models this key must not be used for at the moment.</summary>
    [Id(7)] public BlockedModelStatus[] BlockedModels { get; init; } = [];

    /// <summary>Milliseconds until the key has its full share again, after it came back by a probe; 0 when it has.</summary>
    [Id(8)] public long SlowStartLeftMs { get; init; }

    /// <summary>How long that takes in all, milliseconds.</summary>
    [Id(9)] public long SlowStartMs { get; init; }

    /// <summary>While somebody tries it: the state it is in as long as that has not succeeded.</summary>
    [Id(10)] public KeyHealthState ProbedFrom { get; init; }

    /// <summary>Models whose circuit at this key has been open, and is or was of late.</summary>
    [Id(11)] public ModelStatus[] Models { get; init; } = [];

    /// <summary>Whether only its circuit keeps it out: for faults of the provider's, not of its own.</summary>
    public bool IsCircuit => State == KeyHealthState.Open || (State == KeyHealthState.Probing && ProbedFrom == KeyHealthState.Open);

    string IFeedEntry.Id => KeyId;

    public bool IsNewerThan(KeyStatus other) => ((IFeedEntry)this).IsNewerThan(other);

    IFeedEntry IFeedEntry.After(long elapsedMs) => this with
    {
        UntilInMs = UntilInMs is { } until ? Math.Max(0, until - elapsedMs) : null,
        BlockedModels = [.. BlockedModels.Where(m => m.UntilInMs > elapsedMs).Select(m => m with { UntilInMs = m.UntilInMs - elapsedMs })],
        SlowStartLeftMs = Math.Max(0, SlowStartLeftMs - elapsedMs),
        Models = Models.Length == 0 ? Models : [.. Models.Select(m => m.After(elapsedMs))],
    };
}

/// <summary>A model excluded on one key for a while.</summary>
[GenerateSerializer, Immutable, Alias("aigw.BlockedModelStatus")]
public sealed record BlockedModelStatus(
    [property: Id(0)] string Model,
    [property: Id(1)] long UntilInMs,
    [property: Id(2)] string? Reason);
