namespace AiGateway.Core.Limits;

/// <summary>Permits of one dimension granted together.</summary>
/// <param name="Dimension">Any but <see cref="LimitDimension.Concurrent"/>.</param>
/// <param name="Count">How many, at least 1.</param>
/// <param name="GrantedAtSecond">The second, on the owner's own time line, that they are charged to.</param>
/// <param name="LifetimeMs">How long they may be used, counted from the moment the edge sent its report.</param>
public readonly record struct PermitLot(LimitDimension Dimension, long Count, long GrantedAtSecond, long LifetimeMs);
