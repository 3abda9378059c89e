using AiGateway.Core.Grayscale;
using AiGateway.Grains.Feed;

namespace AiGateway.Grains.Grayscale;

/// <summary>
/// What an edge needs to know of a ramp. That a run was rolled back is newer than anything else of the same run, whoever says
/// it: an owner that does not know so must not bring it back.
/// </summary>
[GenerateSerializer, Immutable, Alias("aigw.RampStatus")]
public sealed record RampStatus : IFeedEntry
{
    [Id(0)] public required string ModelId { get; init; }

    /// <summary>Grows with each activation of the owner: the Unix milliseconds of it, or more if an earlier owner's clock was ahead.</summary>
    [Id(1)] public long Epoch { get; init; }

    [Id(2)] public long Version { get; init; }

    /// <summary>Counts the starts of the ramp.</summary>
    [Id(3)] public long Run { get; init; }

    [Id(4)] public RampState State { get; init; }

    /// <summary>What the canary gets, 0–10,000.</summary>
    [Id(5)] public int Share { get; init; }

    /// <summary>Index of its step.</summary>
    [Id(6)] public int Step { get; init; }

    /// <summary>What it is a ramp of; an edge whose catalog says otherwise gives the canary nothing.</summary>
    [Id(7)] public string Plan { get; init; } = "";

    /// <summary>One of <see cref="RampReasons"/>; null while it runs.</summary>
    [Id(8)] public string? Reason { get; init; }

    /// <summary>The figures that brought it here.</summary>
    [Id(9)] public string? Message { get; init; }

    /// <summary>How long it has been at this step or in this state, milliseconds.</summary>
    [Id(10)] public long ForMs { get; init; }

    /// <summary>Whether the calls of both sides are being compared.</summary>
    public bool IsCounted => State is RampState.Running or RampState.Paused;

    public bool IsRolledBack => State == RampState.RolledBack;

    string IFeedEntry.Id => ModelId;

    public bool IsNewerThan(RampStatus other) => (Run, IsRolledBack, Epoch, Version).CompareTo((other.Run, other.IsRolledBack, other.Epoch, other.Version)) > 0;

    bool IFeedEntry.IsNewerThan(IFeedEntry other) => IsNewerThan((RampStatus)other);

    IFeedEntry IFeedEntry.After(long elapsedMs) => this with { ForMs = ForMs + elapsedMs };
}
