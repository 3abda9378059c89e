using System.Text;
using AiGateway.Core.Catalog;
using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

public sealed class ErrorMeaningsTests
{
    private const string Forbidden = """{"error":{"message":"Too many requests in this plan.","type":"forbidden","code":"plan_rate"}}""";

    [Fact]
    public void A_provider_that_answers_403_for_rate_limits_is_understood_with_the_time_it_names()
    {
        var meanings = Of(new ErrorMeaningSpec { Status = 403, Means = FailureClass.KeyThrottled });

        var failure = Classify(403, Forbidden, meanings, retryAfter: "7");

        Assert.Equal((FailureClass.KeyThrottled, FailureScope.Key, 7_000), (failure.Class, failure.Scope, failure.RetryAfterMs));
        Assert.Equal(FailureClass.KeyDead, Classify(403, Forbidden, null).Class);
    }

    [Fact]
    public void Status_and_code_must_both_fit_and_the_first_that_does_counts()
    {
        var meanings = Of(
            new ErrorMeaningSpec { Status = 400, Code = "plan_rate", Means = FailureClass.Transient },
            new ErrorMeaningSpec { Status = 403, Code = "PLAN_RATE", Means = FailureClass.KeyBilling, Scope = FailureScope.KeyModel },
            new ErrorMeaningSpec { Code = "plan_rate", Means = FailureClass.Overloaded });

        Assert.Equal((FailureClass.KeyBilling, FailureScope.KeyModel), Kind(Classify(403, Forbidden, meanings)));
        Assert.Equal((FailureClass.Transient, FailureScope.Endpoint), Kind(Classify(400, Forbidden, meanings)));
        Assert.Equal((FailureClass.Overloaded, FailureScope.ProviderModel), Kind(Classify(418, Forbidden, meanings)));
        Assert.Equal(FailureClass.KeyThrottled, Classify(429, "{}", meanings).Class);
    }

    [Fact]
    public void An_error_inside_an_answer_is_understood_by_its_code_as_well()
    {
        var meanings = Of(new ErrorMeaningSpec { Code = "plan_rate", Means = FailureClass.KeyThrottled });

        Assert.Equal(FailureClass.KeyThrottled, FailureClassifier.ClassifyErrorEvent(Encoding.UTF8.GetBytes(Forbidden), 0, meanings).Class);
    }

    [Fact]
    public void Nothing_declared_is_nothing_to_look_at()
    {
        Assert.Null(ErrorMeanings.Of([]));
    }

    private static ErrorMeanings? Of(params ErrorMeaningSpec[] errors) => ErrorMeanings.Of(errors);

    private static (FailureClass, FailureScope) Kind(UpstreamFailure failure) => (failure.Class, failure.Scope);

    private static UpstreamFailure Classify(int status, string body, ErrorMeanings? meanings, string? retryAfter = null) => FailureClassifier.Classify(
        status, name => name == "retry-after" ? retryAfter : null, Encoding.UTF8.GetBytes(body), 0, meanings);
}
