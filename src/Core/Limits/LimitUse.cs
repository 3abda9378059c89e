namespace AiGateway.Core.Limits;

/// <summary>How far one limit is used, as its owner knows it. Counts are in the limit's own unit: calls, tokens, nano-dollars or places.</summary>
/// <param name="Dimension">What it counts, and over which time.</param>
/// <param name="Bound">The limit.</param>
/// <param name="Hard">Whether it holds whatever dies.</param>
/// <param name="Used">Used up, and still counting; of calls at one moment, those of edges that have not reported since their lease ended.</param>
/// <param name="AtEdges">Given to edges, for calls under way and such as may come, and not reported as used or returned.</param>
/// <param name="ResetMs">Time until the limit is whole again if nothing more is used, milliseconds.</param>
public sealed record LimitUse(LimitDimension Dimension, long Bound, bool Hard, long Used, long AtEdges, long ResetMs);
