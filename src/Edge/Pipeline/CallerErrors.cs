using AiGateway.Core.Health;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Selection;

namespace AiGateway.Edge.Pipeline;

/// <summary>What a caller is told when nobody answered: its own fault as the provider put it, everything else as the gateway's.</summary>
internal static class CallerErrors
{
    /// <param name="failure">The last failure; null when nobody could be asked at all.</param>
    /// <param name="outlook">What is to be expected of the keys on the route.</param>
    public static OpenAiError For(Exchange call, UpstreamFailure? failure, KeyOutlook outlook)
    {
        var comeBack = Sooner.Of(failure?.RetryAfterMs, outlook.ReturnsInMs) is { } ms ? OpenAiError.WholeSeconds(ms) : (int?)null;
        return failure?.Class switch
        {
            null when call.AccountsFreeInMs is { } free => UpstreamErrors.Throttled(OpenAiError.WholeSeconds(free)),
            null when outlook.AllThrottled => UpstreamErrors.Throttled(comeBack ?? 1),
            null or FailureClass.KeyDead or FailureClass.KeyBilling when call.Pinned is { } claim =>
                PinErrors.Unavailable(claim, call.Consumer.Explain, comeBack),
            null when outlook.AllOutOfQuota => UpstreamErrors.OutOfQuota(comeBack),
            null => UpstreamErrors.NoHealthyUpstream(comeBack),
            FailureClass.ContextLength => UpstreamErrors.ContextLength(failure.Message),
            FailureClass.ContentPolicy => UpstreamErrors.ContentPolicy(failure.Message),
            FailureClass.ClientError => UpstreamErrors.Rejected(failure.Status, failure.Message, failure.Type, failure.Param, failure.Code),
            FailureClass.KeyBilling => UpstreamErrors.OutOfQuota(comeBack),
            FailureClass.KeyDead => UpstreamErrors.AuthFailed(),
            FailureClass.ModelUnavailable => UpstreamErrors.ModelUnavailable(call.Scan.Model),
            FailureClass.KeyThrottled => UpstreamErrors.Throttled(comeBack ?? 1),
            FailureClass.Overloaded => UpstreamErrors.Overloaded(comeBack),
            _ when call.FirstTokenTicks is not null => UpstreamErrors.Interrupted(),
            _ when failure.ReasonCode.EndsWith("timeout", StringComparison.Ordinal) => UpstreamErrors.TimedOut(),
            _ => UpstreamErrors.Failed(),
        };
    }
}
