namespace AiGateway.Core.Limits;

/// <summary>Permits an edge did not use.</summary>
/// <param name="GrantedAtSecond">The second they were charged to, or an earlier one still holding charges.</param>
/// <param name="Dimension">Any but <see cref="LimitDimension.Concurrent"/>.</param>
/// <param name="Count">How many, at least 1.</param>
public readonly record struct PermitReturn(long GrantedAtSecond, LimitDimension Dimension, long Count);
