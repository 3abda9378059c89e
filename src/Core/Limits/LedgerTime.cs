namespace AiGateway.Core.Limits;

/// <summary>A moment as the owner of limits reckons it.</summary>
/// <param name="Ms">Milliseconds on the ledger's own time line, which never runs backwards.</param>
/// <param name="UnixMs">The calendar time that stands for.</param>
public readonly record struct LedgerTime(long Ms, long UnixMs);
