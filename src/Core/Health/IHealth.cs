namespace AiGateway.Core.Health;

/// <summary>What an owner needs of the health of what it owns, whatever that is.</summary>
public interface IHealth<TSelf>
    where TSelf : IHealth<TSelf>
{
    /// <summary>Grows with each change that anyone but the owner can see.</summary>
    long Version { get; }

    /// <summary>When to call <see cref="Tick"/>; in the past while a trial is due, null when nothing is to come.</summary>
    long? NextDueMs { get; }

    /// <summary>Lets time pass.</summary>
    TSelf Tick(long nowMs, double random);
}
