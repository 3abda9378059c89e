namespace AiGateway.Core.Limits.Owner;

/// <summary>What is stored of an entity's hard limits: enough for a successor to exceed none, whatever the owner did after writing it.</summary>
public sealed record LimitRecord
{
    /// <summary>Of the owner that wrote it.</summary>
    public long Epoch { get; init; }

    /// <summary>Ledger time less Unix time.</summary>
    public long OffsetMs { get; init; }

    /// <summary>When it was written, ledger milliseconds.</summary>
    public long WrittenMs { get; init; }

    /// <summary>Its owner grants and renews nothing later than this without writing again, ledger milliseconds.</summary>
    public long HorizonMs { get; init; }

    /// <summary>Its owner went in order: nothing was out, and nothing will be.</summary>
    public bool Closed { get; init; }

    public IReadOnlyList<LedgerRecord> Ledgers { get; init; } = [];

    /// <summary>Edges that may hold slots.</summary>
    public IReadOnlyList<string> SlotHolders { get; init; } = [];
}

/// <summary>One hard limit.</summary>
public sealed record LedgerRecord
{
    public LimitDimension Dimension { get; init; }

    /// <summary>Permits given out or ready to be.</summary>
    public long Outstanding { get; init; }

    /// <summary>Used in the sliding window.</summary>
    public IReadOnlyList<StoredCharge> Charges { get; init; } = [];

    /// <summary>Used in the calendar day or month.</summary>
    public long Used { get; init; }

    /// <summary>When that day or month ends, Unix milliseconds.</summary>
    public long EndsAtUnixMs { get; init; }
}
