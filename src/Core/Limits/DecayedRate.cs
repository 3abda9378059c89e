namespace AiGateway.Core.Limits;

/// <summary>Amount a second, recent time counting most.</summary>
/// <param name="memoryMs">What is this old counts 1/e.</param>
internal struct DecayedRate(long memoryMs)
{
    private const long UsualMemoryMs = 1_000;

    private double _amount;
    private long _atMs;

    private readonly double MemoryMs => memoryMs == 0 ? UsualMemoryMs : memoryMs;

    public void Add(long amount, long nowMs)
    {
        _amount = Left(nowMs) + amount;
        _atMs = nowMs;
    }

    public readonly double PerSecond(long nowMs) => Left(nowMs) * 1_000 / MemoryMs;

    private readonly double Left(long nowMs) => _amount == 0 ? 0 : _amount * Math.Exp((_atMs - nowMs) / MemoryMs);
}
