using AiGateway.Core.Health;
using AiGateway.Grains.Keys;

namespace AiGateway.Grains.Tests.Keys;

/// <summary>Reports an edge may send.</summary>
internal static class KeyFailures
{
    public const string Model = "gpt-4o";

    public static readonly UpstreamFailure Dead = Of(FailureClass.KeyDead, FailureScope.Key, 401, "invalid_api_key");

    public static readonly UpstreamFailure Outage = FailureClassifier.Transport(TransportFault.Reset);

    public static readonly UpstreamFailure Fault = Outage with { Scope = FailureScope.Key };

    public static UpstreamFailure Throttle(long retryAfterMs) =>
        Of(FailureClass.KeyThrottled, FailureScope.Key, 429, "rate_limit_exceeded") with { RetryAfterMs = retryAfterMs };

    public static UpstreamFailure NoModel => Of(FailureClass.ModelUnavailable, FailureScope.KeyModel, 404, "model_not_found");

    public static KeyReport Report(params UpstreamFailure[] failures) => new(0, [.. failures.Select(failure => new KeyFailure(Model, failure))]);

    private static UpstreamFailure Of(FailureClass kind, FailureScope scope, int status, string code) =>
        new() { Class = kind, Scope = scope, Status = status, Code = code, Message = $"The provider says {code}." };
}
