namespace AiGateway.Core.Limits.Leasing;

/// <summary>What an edge has of one dimension.</summary>
/// <param name="Dimension">Which.</param>
/// <param name="Granted">All permits granted with this lease so far.</param>
/// <param name="Remaining">What the owner has left after that.</param>
/// <param name="ResetMs">Time until the limit is whole again if nothing more is used, milliseconds.</param>
/// <param name="Keep">
/// The most the edge may go on holding, calls under way included; null when it may hold all it was granted. Slots only: their limit
/// was lowered, and a busy edge would never have one to give back by itself.
/// </param>
public readonly record struct PermitGrant(LimitDimension Dimension, long Granted, long Remaining, long ResetMs, long? Keep = null);
