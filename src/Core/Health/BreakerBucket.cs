namespace AiGateway.Core.Health;

/// <summary>What happened with a key in one second.</summary>
/// <param name="Second">Unix seconds.</param>
/// <param name="Calls">Calls that succeeded or failed.</param>
/// <param name="FailureHalves">Failures in halves: 2 for a fault, 1 for an overload.</param>
public sealed record BreakerBucket(long Second, long Calls, long FailureHalves);
