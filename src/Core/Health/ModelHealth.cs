namespace AiGateway.Core.Health;

/// <summary>The health of a key for one model: a circuit like the key's own, and nothing else.</summary>
/// <param name="Model">The provider's name of the model.</param>
/// <param name="Health">Active, open or probing.</param>
public sealed record ModelHealth(string Model, KeyHealth Health)
{
    /// <summary>Callers choose model names where the catalog has patterns. So many that fail while the rest is well are no accident of one model.</summary>
    internal const int MaxCount = 64;

    /// <summary>Whether it may be forgotten: it is in use, bears its full share, and no opening is held against it.</summary>
    internal bool IsForgotten(long nowMs) => Health is { State: KeyHealthState.Active, Proving: false }
        && Health.SlowStart?.LeftMs(nowMs) is null or 0 && HealthTimings.Forgiven(Health.Openings, nowMs - Health.SinceMs) == 0;
}
