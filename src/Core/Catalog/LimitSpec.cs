namespace AiGateway.Core.Catalog;

/// <summary>Upper bounds, each at least 1; null means unlimited.</summary>
public sealed record LimitSpec
{
    /// <summary>Calls in any 60 seconds.</summary>
    public long? RequestsPerMinute { get; init; }

    /// <summary>Tokens, prompt and completion together, in any 60 seconds.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>Tokens in one calendar day, UTC.</summary>
    public long? TokensPerDay { get; init; }

    /// <summary>Calls under way at one moment.</summary>
    public long? Concurrent { get; init; }
}
