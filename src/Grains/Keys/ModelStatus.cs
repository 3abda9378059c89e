using AiGateway.Core.Health;

namespace AiGateway.Grains.Keys;

/// <summary>What an edge needs to know of a key's circuit for one model. Times are durations from the moment of sending.</summary>
[GenerateSerializer, Immutable, Alias("aigw.ModelStatus")]
public sealed record ModelStatus
{
    /// <summary>The provider's name of the model.</summary>
    [Id(0)] public required string Model { get; init; }

    /// <summary>Active, open or probing.</summary>
    [Id(1)] public KeyHealthState State { get; init; }

    /// <summary>Milliseconds until a probe is due, or the one under way has failed; null when active.</summary>
    [Id(2)] public long? UntilInMs { get; init; }

    /// <summary>Short machine-readable reason such as <c>server_error</c>; null when active.</summary>
    [Id(3)] public string? Reason { get; init; }

    /// <summary>The provider's words, redacted; null when there were none.</summary>
    [Id(4)] public string? Message { get; init; }

    /// <summary>Milliseconds until the key has its full share of the model's calls again; 0 when it has.</summary>
    [Id(5)] public long SlowStartLeftMs { get; init; }

    /// <summary>How long that takes in all, milliseconds.</summary>
    [Id(6)] public long SlowStartMs { get; init; }

    /// <summary>Whether there is nothing to say of it but that it is watched: in use, with its full share.</summary>
    public bool IsWell => State == KeyHealthState.Active && SlowStartLeftMs == 0;

    /// <param name="model">As its owner knows it.</param>
    /// <param name="nowMs">The owner's time.</param>
    public static ModelStatus Of(ModelHealth model, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(model);
        var health = model.Health;
        return new ModelStatus
        {
            Model = model.Model,
            State = health.State,
            UntilInMs = health.UntilMs is { } until ? Math.Max(0, until - nowMs) : null,
            Reason = health.Reason,
            Message = health.Message,
            SlowStartLeftMs = health.SlowStart?.LeftMs(nowMs) ?? 0,
            SlowStartMs = health.SlowStart?.LengthMs ?? 0,
        };
    }

    /// <summary>What is left of it after a time.</summary>
    public ModelStatus After(long elapsedMs) => this with
    {
        UntilInMs = UntilInMs is { } until ? Math.Max(0, until - elapsedMs) : null,
        SlowStartLeftMs = Math.Max(0, SlowStartLeftMs - elapsedMs),
    };
}
