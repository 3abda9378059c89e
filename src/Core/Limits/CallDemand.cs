namespace AiGateway.Core.Limits;

/// <summary>What one call takes of each unit, besides itself and a slot.</summary>
/// <param name="Tokens">Tokens reserved for it, at least 0.</param>
/// <param name="Cost">Nano-dollars reserved for it, at least 0.</param>
public readonly record struct CallDemand(long Tokens, long Cost)
{
    /// <summary>Far above any real call; keeps nonsense from a caller or a provider out of the sums.</summary>
    internal const long Ceiling = 1_000_000_000_000_000;

    internal long Of(LimitUnit unit) => unit switch
    {
        LimitUnit.Token => Math.Clamp(Tokens, 0, Ceiling),
        LimitUnit.Cost => Math.Clamp(Cost, 0, Ceiling),
        _ => 1,
    };
}
