namespace AiGateway.Core.Limits.Leasing;

/// <summary>What an edge used lately of one limit that is kept in memory only, for an owner that has just begun.</summary>
/// <param name="Dimension">Which.</param>
/// <param name="Count">Permits used.</param>
/// <param name="AgeMs">How long ago at most, milliseconds.</param>
public readonly record struct RecentUse(LimitDimension Dimension, long Count, long AgeMs);
