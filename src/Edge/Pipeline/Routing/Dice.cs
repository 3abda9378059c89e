using AiGateway.Core.Selection;

namespace AiGateway.Edge.Pipeline.Routing;

/// <summary>Random numbers for many threads without a lock: SplitMix64, whose state is a counter.</summary>
/// <param name="seed">Where it begins; the same seed gives the same numbers.</param>
internal sealed class Dice(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>Evenly spread over 0–1, neither of them reached.</summary>
    public double Next() => Mix64.ToUnit(Mix64.Of(Interlocked.Add(ref _state, Step)));
}
