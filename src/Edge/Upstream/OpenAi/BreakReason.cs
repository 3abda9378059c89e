namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>Why a streamed answer counts as broken.</summary>
internal enum BreakReason
{
    None,

    /// <summary>It ended though a choice had no finish reason.</summary>
    Unfinished,

    /// <summary>An event was no chunk.</summary>
    Malformed,

    /// <summary>An event was larger than allowed.</summary>
    TooLarge,

    /// <summary>A finish reason said that the provider ran out of resources.</summary>
    GaveUp,
}
