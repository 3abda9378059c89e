namespace AiGateway.Core.Limits;

/// <summary>What a limit counts.</summary>
public enum LimitDimension
{
    /// <summary>Calls in any 60 seconds.</summary>
    RequestsPerMinute,

    /// <summary>Tokens in any 60 seconds.</summary>
    TokensPerMinute,

    /// <summary>Tokens in one calendar day, UTC.</summary>
    TokensPerDay,

    /// <summary>Calls under way at one moment.</summary>
    Concurrent,
}
