namespace AiGateway.Simulation;

/// <summary>The only source of chance in a run: splitmix64, the same on every machine.</summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = (seed * 0x9E3779B97F4A7C15) + 0x2545F4914F6CDD1D;

    public ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From 0 up to, not including, 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Is(double probability) => probability > 0 && Unit() < probability;

    /// <summary>Both ends included.</summary>
    public long Between(long least, long most) => least + (long)(Unit() * (most - least + 1));

    public T Of<T>(ReadOnlySpan<T> choices) => choices[(int)Between(0, choices.Length - 1)];

    public T Of<T>(IReadOnlyList<T> choices) => choices[(int)Between(0, choices.Count - 1)];

    /// <summary>Time to the next arrival of a Poisson stream.</summary>
    public long Gap(double perSecond) => Math.Max(1, (long)(-Math.Log(1 - Unit()) / perSecond * 1_000_000));
}
