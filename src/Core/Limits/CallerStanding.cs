namespace AiGateway.Core.Limits;

/// <summary>Where a caller stands with its limits, as response headers tell it.</summary>
/// <param name="Requests">Of its limits on calls the one with the least left; null when there is none.</param>
/// <param name="Tokens">Of its limits on tokens the one with the least left, which is the one that will stop it; null when there is none.</param>
public readonly record struct CallerStanding(LimitStanding? Requests, LimitStanding? Tokens)
{
    /// <summary>Of both standings what is less.</summary>
    public CallerStanding WithLess(CallerStanding other) => new(Less(Requests, other.Requests), Less(Tokens, other.Tokens));

    private static LimitStanding? Less(LimitStanding? one, LimitStanding? other) =>
        one is null || other?.Remaining < one.Value.Remaining ? other : one;
}
