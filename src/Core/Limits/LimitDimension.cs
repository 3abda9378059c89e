namespace AiGateway.Core.Limits;

/// <summary>What a limit counts, and over which time. Calls take all their dimensions together or none.</summary>
public enum LimitDimension
{
    /// <summary>Calls in any 10 seconds: smooths what the minute would let through at once.</summary>
    RequestsPer10Seconds,

    /// <summary>Calls in any 60 seconds.</summary>
    RequestsPerMinute,

    /// <summary>Calls in one calendar day.</summary>
    RequestsPerDay,

    /// <summary>Tokens, prompt and completion together, in any 60 seconds.</summary>
    TokensPerMinute,

    /// <summary>Tokens in one calendar day.</summary>
    TokensPerDay,

    /// <summary>Tokens in one calendar month.</summary>
    TokensPerMonth,

    /// <summary>Nano-dollars in one calendar day.</summary>
    CostPerDay,

    /// <summary>Nano-dollars in one calendar month.</summary>
    CostPerMonth,

    /// <summary>Calls under way at one moment.</summary>
    Concurrent,
}
