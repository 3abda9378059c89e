using AiGateway.Core.Health;

namespace AiGateway.Edge.Pipeline.Sending;

/// <summary>What one attempt came to.</summary>
internal enum AttemptEnd
{
    /// <summary>The caller has its answer.</summary>
    Answered,

    /// <summary>The caller left.</summary>
    ClientGone,

    /// <summary>It failed, and somebody else may be asked.</summary>
    TryNext,

    /// <summary>It failed in a way nobody else would do better.</summary>
    Refused,

    /// <summary>It failed after part of the answer had been sent.</summary>
    Interrupted,

    /// <summary>Nobody was left to ask.</summary>
    Exhausted,
}

/// <param name="Failure">Set when it failed.</param>
internal readonly record struct AttemptResult(AttemptEnd End, UpstreamFailure? Failure);
