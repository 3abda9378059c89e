namespace AiGateway.Core.Limits.Leasing;

/// <summary>One process of one edge.</summary>
/// <param name="Id">Stable over the edge's restarts.</param>
/// <param name="Incarnation">Grows with every restart, such as its start time.</param>
public readonly record struct EdgeName(string Id, long Incarnation);
