namespace AiGateway.Core.Usage;

/// <summary>How a call ended, as its caller saw it.</summary>
public enum CallOutcome
{
    /// <summary>A whole answer was delivered.</summary>
    Ok,

    /// <summary>The caller left before the answer was whole.</summary>
    ClientGone,

    /// <summary>The provider refused the request itself: the caller's fault.</summary>
    ClientError,

    /// <summary>No provider gave an answer.</summary>
    UpstreamError,

    /// <summary>The answer broke off after it had begun.</summary>
    Interrupted,

    /// <summary>A limit of the consumer refused it before any provider was asked.</summary>
    Limited,
}
