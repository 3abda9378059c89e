using AiGateway.Core.Selection;

namespace AiGateway.Core.Usage;

/// <summary>How a call came to its answer, or to none: for whoever looks at that one call. Nothing is summed up from it.</summary>
public sealed record CallStory
{
    /// <summary>From acceptance to the sending of the last attempt, milliseconds: what the gateway, and attempts that failed, took. Null when none was made.</summary>
    public double? SentMs { get; init; }

    /// <summary>Why the last attempt's key was chosen; null for a provider that needs none.</summary>
    public KeyReason? Chosen { get; init; }

    /// <summary>The attempts that failed, in order; the last attempt is among them if it did. Null for none.</summary>
    public FailedAttempt[]? Failed { get; init; }

    /// <summary>
    /// Which keys and providers were left aside when the call ended, and why. Known for calls that did not go straight to their target and
    /// well; null for others, and when there were none.
    /// </summary>
    public string? PassedOver { get; init; }

    /// <summary>Equal attempts make equal stories.</summary>
    public bool Equals(CallStory? other) =>
        other is not null && SentMs == other.SentMs && Chosen == other.Chosen && PassedOver == other.PassedOver
        && (Failed ?? []).AsSpan().SequenceEqual(other.Failed ?? []);

    public override int GetHashCode() => HashCode.Combine(SentMs, Chosen, PassedOver, Failed?.Length ?? 0);
}

/// <summary>One upstream call that did not bring the answer. Times are milliseconds from the acceptance of the caller's.</summary>
public sealed record FailedAttempt
{
    /// <summary>Id of the provider that was asked.</summary>
    public required string Provider { get; init; }

    /// <summary>The model as it was named to the provider.</summary>
    public required string TargetModel { get; init; }

    /// <summary>Id of the key; null for a provider that needs none.</summary>
    public string? Key { get; init; }

    /// <summary>Why that key; null without one.</summary>
    public KeyReason? Chosen { get; init; }

    /// <summary>When it was sent.</summary>
    public double SentMs { get; init; }

    /// <summary>When it was over.</summary>
    public double EndedMs { get; init; }

    /// <summary>The provider's code for what went wrong, or the gateway's: a word, no message.</summary>
    public required string Reason { get; init; }

    /// <summary>HTTP status of the provider's answer; null when there was none.</summary>
    public int? Status { get; init; }
}
