namespace AiGateway.Core.Limits;

/// <summary>One bound.</summary>
/// <param name="Dimension">What it counts.</param>
/// <param name="Bound">How much of it, at least 1.</param>
/// <param name="Hard">
/// True: no permit exists that the stored record does not cover, so the bound holds whatever dies. False: kept in memory, and
/// a lost owner may let it be passed for one window.
/// </param>
public readonly record struct Limit(LimitDimension Dimension, long Bound, bool Hard);
