namespace AiGateway.Core.Health;

/// <summary>What went wrong with an upstream call, named by what it asks of the gateway. In the order in which it is decided.</summary>
public enum FailureClass
{
    /// <summary>The gateway's own caller left. Says nothing about anyone else.</summary>
    ClientCancelled,

    /// <summary>The request is longer than the model can take.</summary>
    ContextLength,

    /// <summary>The provider refused the content of the request.</summary>
    ContentPolicy,

    /// <summary>The key's account is out of money or quota: it needs a payment or a new period.</summary>
    KeyBilling,

    /// <summary>
    /// The credential is refused: it needs a human. With <see cref="FailureScope.Endpoint"/> it is this edge's address
    /// or country that is refused.
    /// </summary>
    KeyDead,

    /// <summary>The model does not exist, or not for this key.</summary>
    ModelUnavailable,

    /// <summary>The key is over a rate limit: it needs time.</summary>
    KeyThrottled,

    /// <summary>The provider has no capacity for the model, whatever the key.</summary>
    Overloaded,

    /// <summary>A fault that may be gone on the next try.</summary>
    Transient,

    /// <summary>The request itself is wrong.</summary>
    ClientError,
}
