namespace AiGateway.Core.Limits;

/// <summary>Amount a second, recent seconds counting most.</summary>
internal struct DecayedRate
{
    /// <summary>What is this old counts 1/e.</summary>
    private const double MemoryMs = 1_000;

    private double _amount;
    private long _atMs;

    public void Add(long amount, long nowMs)
    {
        _amount = PerSecond(nowMs) + amount;
        _atMs = nowMs;
    }

    public readonly double PerSecond(long nowMs) => _amount == 0 ? 0 : _amount * Math.Exp((_atMs - nowMs) / MemoryMs);
}
