namespace AiGateway.Core.Usage;

/// <summary>What one call did: the only thing metering, roll-ups and the call log are made from.</summary>
public sealed record UsageRecord
{
    /// <summary>The call's <c>x-request-id</c>.</summary>
    public required string CallId { get; init; }

    /// <summary>When the call was accepted, Unix milliseconds.</summary>
    public required long StartedAtMs { get; init; }

    public required string Consumer { get; init; }

    /// <summary>The model as the caller named it.</summary>
    public string? Asked { get; init; }

    /// <summary>The model id in the catalog that matched what the caller asked for; empty for a call that asks no model.</summary>
    public required string Model { get; init; }

    /// <summary><c>chat.completions</c>, <c>completions</c>, <c>embeddings</c>, <c>files</c> or <c>batches</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>Provider of the last attempt; null when none was made.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's name of the model of the last attempt.</summary>
    public string? TargetModel { get; init; }

    /// <summary>Id of the key of the last attempt.</summary>
    public string? Key { get; init; }

    /// <summary>Upstream calls made, 0 or more.</summary>
    public int Attempts { get; init; }

    public bool Streamed { get; init; }

    public TokenUsage Tokens { get; init; }

    /// <summary>What the call cost, billionths of a US dollar; null when no price was known, which does not mean free.</summary>
    public long? CostNanos { get; init; }

    /// <summary>From acceptance to the first piece of content sent to the caller, milliseconds; null when none was.</summary>
    public double? FirstTokenMs { get; init; }

    /// <summary>From acceptance to the end, milliseconds.</summary>
    public double TotalMs { get; init; }

    public required CallOutcome Outcome { get; init; }

    /// <summary>
    /// True for the copy of a call that a shadow answered: nobody's usage, and the <see cref="CallId"/> of the call it is a copy of.
    /// Null for all others.
    /// </summary>
    public bool? Shadow { get; init; }

    /// <summary>HTTP status the caller received.</summary>
    public int Status { get; init; }

    /// <summary>How it came to that; null for copies, for calls that never came to choosing whom to ask, and in records of versions that told none.</summary>
    public CallStory? Story { get; init; }
}
