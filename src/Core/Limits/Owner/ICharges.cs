namespace AiGateway.Core.Limits.Owner;

/// <summary>What has been used of one dimension and still counts.</summary>
internal interface ICharges
{
    long Used { get; }

    void Advance(LedgerTime now);

    void Charge(long count, long atMs);

    /// <summary>Takes back charges that still count and were never used.</summary>
    void Refund(long count);

    /// <summary>Time until at least <paramref name="count"/> of what is charged no longer counts, at least 1 ms.</summary>
    long FreesMs(long count, LedgerTime now);

    /// <summary>Time until nothing that is charged counts any more.</summary>
    long ResetMs(LedgerTime now);
}
