namespace AiGateway.Core.Limits.Leasing;

/// <summary>What an edge tells the owner of an entity's limits, and what it asks for.</summary>
public sealed record LeaseReport
{
    public required EdgeName Edge { get; init; }

    /// <summary>The lease its counters belong to; default when it has none.</summary>
    public LeaseId Lease { get; init; }

    /// <summary>Grows with every report an edge process makes about the entity.</summary>
    public required long Sequence { get; init; }

    /// <summary>The day its daily counters belong to, as the owner numbered it.</summary>
    public long Day { get; init; }

    /// <inheritdoc cref="Day"/>
    public long Month { get; init; }

    public IReadOnlyList<PermitReport> Permits { get; init; } = [];

    /// <summary>Calls under way.</summary>
    public long SlotsInUse { get; init; }

    /// <summary>Those of them that were admitted with permits of an earlier owner.</summary>
    public long SlotsCarried { get; init; }

    /// <summary>
    /// No refund that the owner may not have heard of is for a call admitted earlier than this, in the owner's own time as of
    /// <see cref="LeaseReply.AtMs"/>.
    /// </summary>
    public long RefundedSinceMs { get; init; }

    /// <summary>Who asked for how much of a model since the last report.</summary>
    public IReadOnlyList<ConsumerOffer> Offers { get; init; } = [];

    /// <summary>What the provider said of the account; null when nothing.</summary>
    public ProviderPushback? Pushback { get; init; }

    /// <summary>Permits the edge may still use of limits that are not stored, and what it used of them lately: asked for by a new owner.</summary>
    public IReadOnlyList<RecentUse> Recent { get; init; } = [];
}
