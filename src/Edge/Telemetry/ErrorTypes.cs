using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Pipeline;

namespace AiGateway.Edge.Telemetry;

/// <summary>What went wrong, as <c>error.type</c>: few words of the gateway's own, never a provider's, so that their number is bounded.</summary>
internal static class ErrorTypes
{
    public const string None = "none";

    /// <summary>Nobody could be asked.</summary>
    public const string NoKey = "no_key";

    /// <summary>Null for a call that went well.</summary>
    public static string? Of(Exchange call) => call.Outcome switch
    {
        CallOutcome.Ok => null,
        CallOutcome.ClientGone => "client_gone",
        CallOutcome.Limited => "limited",
        _ => call.LastFailure is { } failure ? Of(failure.Class) : call.Outcome == CallOutcome.ClientError ? Of(FailureClass.ClientError) : NoKey,
    };

    public static string Of(FailureClass failure) => failure switch
    {
        FailureClass.ClientCancelled => "client_gone",
        FailureClass.ContextLength => "context_length",
        FailureClass.ContentPolicy => "content_policy",
        FailureClass.KeyBilling => "key_billing",
        FailureClass.KeyDead => "key_dead",
        FailureClass.ModelUnavailable => "model_unavailable",
        FailureClass.KeyThrottled => "key_throttled",
        FailureClass.Overloaded => "overloaded",
        FailureClass.ClientError => "client_error",
        _ => "transient",
    };
}
