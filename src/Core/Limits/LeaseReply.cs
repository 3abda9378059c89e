namespace AiGateway.Core.Limits;

/// <summary>The owner's answer to a <see cref="LeaseReport"/>.</summary>
public sealed record LeaseReply
{
    /// <summary>The report it answers.</summary>
    public required long Sequence { get; init; }

    public IReadOnlyList<PermitLot> Lots { get; init; } = [];

    /// <summary>
    /// Slots the edge may hold from now on. Fewer than it reported, even than are in use, asks it to give some back as soon
    /// as it can, which counts once it has said so in its next report.
    /// </summary>
    public long SlotsHeld { get; init; }

    /// <summary>How long it may, counted from the moment the edge sent its report.</summary>
    public long SlotLifetimeMs { get; init; }

    /// <summary>What is left at the owner after this reply; 0 for unlimited dimensions.</summary>
    public LimitVector Remaining { get; init; }

    /// <summary>Time until each limit is whole again if nothing more is used, milliseconds.</summary>
    public LimitVector ResetMs { get; init; }

    /// <summary>Set when something asked for could not be given.</summary>
    public LeaseRefusal? Refusal { get; init; }
}
