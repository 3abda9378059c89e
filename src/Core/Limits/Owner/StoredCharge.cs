namespace AiGateway.Core.Limits.Owner;

/// <summary>A charge as the record keeps it.</summary>
/// <param name="AtMs">When, ledger milliseconds.</param>
/// <param name="Count">How much.</param>
public readonly record struct StoredCharge(long AtMs, long Count);
