namespace AiGateway.Grains.Limits;

/// <summary>
/// How far this machine's clock is from the store's. A record is taken over by the clock, so owners whose clocks differ by more
/// than the protocol allows for could pass a limit.
/// </summary>
public interface IStoreClock
{
    /// <summary>It differs by this at least; null when that has not been found out.</summary>
    TimeSpan? Skew { get; }
}

/// <summary>A store in this process, which has the same clock.</summary>
internal sealed class SameClock : IStoreClock
{
    public TimeSpan? Skew => TimeSpan.Zero;
}
