using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

/// <summary>Failures to hold against a key.</summary>
internal static class Failures
{
    public static readonly UpstreamFailure Dead = Of(FailureClass.KeyDead, FailureScope.Key, "invalid_api_key");

    public static readonly UpstreamFailure Region = Of(FailureClass.KeyDead, FailureScope.Endpoint, "ip_not_authorized");

    /// <summary>A fault that says something of the provider and not of the key.</summary>
    public static readonly UpstreamFailure Outage = FailureClassifier.Transport(TransportFault.Reset);

    /// <summary>The same, where the catalog says that it is the key's.</summary>
    public static readonly UpstreamFailure Fault = Outage with { Scope = FailureScope.Key };

    public static readonly UpstreamFailure Overloaded = Of(FailureClass.Overloaded, FailureScope.ProviderModel, "overloaded_error");

    public static readonly UpstreamFailure KeyOverloaded = Overloaded with { Scope = FailureScope.Key };

    public static readonly UpstreamFailure NoModel = Of(FailureClass.ModelUnavailable, FailureScope.KeyModel, "model_not_found");

    public static readonly UpstreamFailure BadRequest = Of(FailureClass.ClientError, FailureScope.Request, "invalid_value");

    public static readonly UpstreamFailure Cancelled = FailureClassifier.Transport(TransportFault.ClientCancelled);

    public static UpstreamFailure Billing(long? retryAfterMs = null) =>
        Of(FailureClass.KeyBilling, FailureScope.Key, "insufficient_quota") with { RetryAfterMs = retryAfterMs };

    public static UpstreamFailure Throttle(long? retryAfterMs = null, FailureScope scope = FailureScope.Key) =>
        Of(FailureClass.KeyThrottled, scope, "rate_limit_exceeded") with { RetryAfterMs = retryAfterMs };

    private static UpstreamFailure Of(FailureClass kind, FailureScope scope, string code) =>
        new() { Class = kind, Scope = scope, Code = code, Message = $"The provider says {code}." };
}
