using System.Text.Json.Serialization;

namespace AiGateway.Core.Health;

/// <summary>What went wrong with an upstream call, named by what it asks of the gateway. In the order in which it is decided.</summary>
public enum FailureClass
{
    /// <summary>The gateway's own caller left. Says nothing about anyone else.</summary>
    [JsonStringEnumMemberName("clientCancelled")]
    ClientCancelled,

    /// <summary>The request is longer than the model can take.</summary>
    [JsonStringEnumMemberName("contextLength")]
    ContextLength,

    /// <summary>The provider refused the content of the request.</summary>
    [JsonStringEnumMemberName("contentPolicy")]
    ContentPolicy,

    /// <summary>The key's account is out of money or quota: it needs a payment or a new period.</summary>
    [JsonStringEnumMemberName("billing")]
    KeyBilling,

    /// <summary>
    /// The credential is refused: it needs a human. With <see cref="FailureScope.Endpoint"/> it is this edge's address
    /// or country that is refused.
    /// </summary>
    [JsonStringEnumMemberName("dead")]
    KeyDead,

    /// <summary>The model does not exist, or not for this key.</summary>
    [JsonStringEnumMemberName("modelUnavailable")]
    ModelUnavailable,

    /// <summary>The key is over a rate limit: it needs time.</summary>
    [JsonStringEnumMemberName("throttled")]
    KeyThrottled,

    /// <summary>The provider has no capacity for the model, whatever the key.</summary>
    [JsonStringEnumMemberName("overloaded")]
    Overloaded,

    /// <summary>A fault that may be gone on the next try.</summary>
    [JsonStringEnumMemberName("transient")]
    Transient,

    /// <summary>The request itself is wrong.</summary>
    [JsonStringEnumMemberName("clientError")]
    ClientError,
}
