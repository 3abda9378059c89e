using AiGateway.Core.Health;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Selection;

namespace AiGateway.Edge.Tests.Pipeline;

public sealed class CallerErrorsTests
{
    [Theory]
    [InlineData(FailureClass.ContextLength, 400, 400, "context_length_exceeded")]
    [InlineData(FailureClass.ContentPolicy, 403, 400, "content_policy_violation")]
    [InlineData(FailureClass.ClientError, 422, 422, "odd")]
    [InlineData(FailureClass.ClientError, 401, 400, "odd")]
    [InlineData(FailureClass.ClientError, 402, 400, "odd")]
    [InlineData(FailureClass.ClientError, 403, 400, "odd")]
    [InlineData(FailureClass.KeyBilling, 402, 429, "insufficient_quota")]
    [InlineData(FailureClass.KeyDead, 401, 503, "upstream_auth_error")]
    [InlineData(FailureClass.ModelUnavailable, 404, 404, "model_not_found")]
    [InlineData(FailureClass.KeyThrottled, 429, 429, "rate_limit_exceeded")]
    [InlineData(FailureClass.Overloaded, 529, 503, "upstream_overloaded")]
    [InlineData(FailureClass.Transient, 500, 502, "upstream_error")]
    public void Each_failure_is_told_as_the_gateways_own(FailureClass kind, int upstream, int status, string code)
    {
        var failure = new UpstreamFailure { Class = kind, Scope = FailureScope.Key, Status = upstream, Code = "odd", Message = "said so" };

        var error = CallerErrors.For(Calls.Asking("chat"), failure, default);

        Assert.Equal((status, code), (error.Status, error.Code));
    }

    [Fact]
    public void No_failure_whatever_tells_a_caller_that_its_own_key_is_bad()
    {
        foreach (var kind in Enum.GetValues<FailureClass>())
        {
            for (var status = 0; status < 600; status++)
            {
                var failure = new UpstreamFailure { Class = kind, Scope = FailureScope.Key, Status = status };
                Assert.False(CallerErrors.For(Calls.Asking("chat"), failure, default).Status is 401 or 402 or 403, $"{kind} {status}");
            }
        }
    }

    [Theory]
    [InlineData(TransportFault.ConnectFailed, 502)]
    [InlineData(TransportFault.Reset, 502)]
    [InlineData(TransportFault.MalformedAnswer, 502)]
    [InlineData(TransportFault.FirstByteTimeout, 504)]
    [InlineData(TransportFault.FirstTokenTimeout, 504)]
    [InlineData(TransportFault.IdleTimeout, 504)]
    public void A_provider_that_is_late_is_told_from_one_that_failed(TransportFault fault, int status) =>
        Assert.Equal(status, CallerErrors.For(Calls.Asking("chat"), FailureClassifier.Transport(fault), default).Status);

    [Fact]
    public void A_break_after_the_first_content_is_an_interruption()
    {
        var call = Calls.Asking("chat");
        call.ContentBegins(1);

        Assert.Equal("upstream_interrupted", CallerErrors.For(call, FailureClassifier.Transport(TransportFault.IdleTimeout), default).Code);
    }

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData(1_500L, null, 2)]
    [InlineData(null, 30_001L, 31)]
    [InlineData(60_000L, 30_000L, 30)]
    [InlineData(0L, null, 1)]
    public void A_caller_is_told_to_come_back_when_the_first_key_does(long? retryAfterMs, long? returnsInMs, int seconds)
    {
        var failure = new UpstreamFailure { Class = FailureClass.KeyThrottled, Scope = FailureScope.Key, RetryAfterMs = retryAfterMs };

        Assert.Equal(seconds, CallerErrors.For(Calls.Asking("chat"), failure, new KeyOutlook(returnsInMs, false, false)).RetryAfter);
    }

    [Fact]
    public void Nobody_to_ask_is_a_503_with_the_time_the_first_key_is_back()
    {
        var error = CallerErrors.For(Calls.Asking("chat"), null, new KeyOutlook(4_200, false, false));

        Assert.Equal((503, "no_healthy_upstream", 5), (error.Status, error.Code, error.RetryAfter!.Value));
    }

    [Fact]
    public void A_caller_is_told_why_no_key_may_be_used_though_none_was_tried()
    {
        Assert.Equal(429, CallerErrors.For(Calls.Asking("chat"), null, new KeyOutlook(4_200, AllThrottled: true, AllOutOfQuota: false)).Status);
        Assert.Equal("insufficient_quota", CallerErrors.For(Calls.Asking("chat"), null, new KeyOutlook(null, AllThrottled: false, AllOutOfQuota: true)).Code);
        Assert.Equal("no_healthy_upstream", CallerErrors.For(Calls.Asking("chat"), null, default).Code);
    }
}
