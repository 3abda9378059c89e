namespace AiGateway.Core.Limits;

/// <summary>Where a consumer stands with its limits, as response headers tell it.</summary>
/// <param name="Requests">Its limit on calls a minute; null when there is none.</param>
/// <param name="Tokens">Of its limits on tokens the one with the least left, which is the one that will stop it; null when there is none.</param>
public readonly record struct CallerStanding(LimitStanding? Requests, LimitStanding? Tokens);
