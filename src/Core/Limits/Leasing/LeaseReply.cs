namespace AiGateway.Core.Limits.Leasing;

/// <summary>The owner's answer to a <see cref="LeaseReport"/>.</summary>
public sealed record LeaseReply
{
    /// <summary>The lease the edge has from now on. Another one than it reported: its counters begin at zero.</summary>
    public required LeaseId Lease { get; init; }

    /// <summary>How long the lease lasts from the moment the report was sent; 0 when it was not extended.</summary>
    public long LifetimeMs { get; init; }

    /// <summary>When the owner wrote this, milliseconds on its own time line.</summary>
    public long AtMs { get; init; }

    /// <summary>The day the daily counters belong to.</summary>
    public long Day { get; init; }

    /// <summary>How long daily permits last, if shorter.</summary>
    public long DayEndsInMs { get; init; }

    /// <inheritdoc cref="Day"/>
    public long Month { get; init; }

    /// <summary>How long monthly permits last, if shorter.</summary>
    public long MonthEndsInMs { get; init; }

    public IReadOnlyList<PermitGrant> Permits { get; init; } = [];

    /// <summary>Little is left: hold no more than is needed at once.</summary>
    public bool Scarce { get; init; }

    /// <summary>Set when something asked for could not be given.</summary>
    public LeaseRefusal? Refusal { get; init; }

    /// <summary>Of those who asked, those who may not have all they ask for.</summary>
    public IReadOnlyList<ConsumerShare> Shares { get; init; } = [];

    /// <summary>The owner is new and asks for <see cref="LeaseReport.Recent"/>.</summary>
    public bool TellRecent { get; init; }

    /// <summary>The owner cannot grant because its store does not answer.</summary>
    public bool Unstored { get; init; }
}
