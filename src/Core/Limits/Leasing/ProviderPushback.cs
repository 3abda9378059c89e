namespace AiGateway.Core.Limits.Leasing;

/// <summary>What a provider said of an account's limits since the last report.</summary>
/// <param name="Refused">It refused a call for its rate.</param>
/// <param name="RemainingRequests">The fewest calls it said were left; null when it did not say.</param>
/// <param name="RemainingTokens">The fewest tokens it said were left; null when it did not say.</param>
public sealed record ProviderPushback(bool Refused, long? RemainingRequests, long? RemainingTokens)
{
    /// <summary>Both together, in whichever order they were said.</summary>
    public ProviderPushback With(ProviderPushback other) => new(
        Refused || other.Refused, Fewer(RemainingRequests, other.RemainingRequests), Fewer(RemainingTokens, other.RemainingTokens));

    private static long? Fewer(long? one, long? other) => one is null ? other : other is null ? one : Math.Min(one.Value, other.Value);
}
