using AiGateway.Core.Health;
using CsCheck;

namespace AiGateway.Core.Tests.Health;

public sealed class FailureClassifierTests
{
    public static IEnumerable<TheoryDataRow<int, string, FailureClass, FailureScope>> Table => FailureTable.All;

    [Theory]
    [MemberData(nameof(Table))]
    public void What_a_provider_says_is_classified_by_the_table(int status, string body, FailureClass kind, FailureScope scope)
    {
        var failure = Answer.Classified(status, body);

        Assert.Equal((kind, scope, status), (failure.Class, failure.Scope, failure.Status));
    }

    [Fact]
    public void The_table_has_every_class_and_at_least_seventy_rows()
    {
        Assert.True(FailureTable.All.Count() >= 70);
        Assert.Equal(Enum.GetValues<FailureClass>().Order(), FailureTable.All.Select(row => row.Data.Item3).Distinct().Order());
    }

    [Theory]
    [InlineData("""{"error":{"message":"Invalid value for 'content': 'I got a 429 and a 401 today'","type":"invalid_request_error"}}""")]
    [InlineData("""{"error":{"message":"Invalid value: 'Your credit balance is too low'. Supported values are: 'text'.","type":"invalid_request_error"}}""")]
    [InlineData("""{"error":{"message":"Unexpected role: API key not valid","type":"invalid_request_error"}}""")]
    [InlineData("""{"error":{"message":"messages.0: `You have reached your specified API usage limits` is not a role","type":"invalid_request_error"}}""")]
    [InlineData("""{"error":{"message":"The credit card number in the tool schema is not a string","type":"invalid_request_error"}}""")]
    [InlineData("""{"error":{"message":"Load balance hints are not supported; give credit where due","type":"invalid_request_error"}}""")]
    [InlineData("""{"error":{"message":"Unknown tool \"余额不足\"","type":"invalid_request_error"}}""")]
    [InlineData("""{"error":{"message":"Bad","input":"rate limit exceeded, invalid api key, insufficient_quota"}}""")]
    public void What_a_caller_wrote_and_the_provider_echoes_never_costs_a_key(string body)
    {
        var failure = Answer.Classified(400, body);

        Assert.Equal(FailureClass.ClientError, failure.Class);
        Assert.False(failure.PenalisesKey);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(302)]
    [InlineData(101)]
    [InlineData(0)]
    [InlineData(999)]
    public void The_words_of_an_answer_that_is_no_error_are_not_believed(int status)
    {
        var failure = Answer.Classified(status, """{"error":{"code":"invalid_api_key","message":"Your credit balance is too low"}}""");

        Assert.Equal((FailureClass.Transient, FailureScope.Endpoint, status), (failure.Class, failure.Scope, failure.Status));
    }

    [Fact]
    public void Amazon_may_name_the_error_in_a_header_only()
    {
        var failure = Answer.Classified(400, """{"message":"Slow down."}""",
            ("x-amzn-errortype", "ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/"));

        Assert.Equal((FailureClass.KeyThrottled, "ThrottlingException"), (failure.Class, failure.Type));
    }

    [Fact]
    public void Words_of_the_provider_are_kept()
    {
        var failure = Answer.Classified(400, """{"error":{"message":"Bad temperature","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}""");

        Assert.Equal(("invalid_request_error", "unsupported_value", "Bad temperature", "temperature"),
            (failure.Type, failure.Code, failure.Message, failure.Param));
    }

    [Theory]
    [InlineData("""{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}""", "API_KEY_INVALID")]
    [InlineData("""{"error":{"type":"rate_limit_error","details":{"error_code":"enforced_spend_limit_reached"}}}""", "enforced_spend_limit_reached")]
    [InlineData("""{"error":{"code":"invalid_api_key","type":"invalid_request_error"}}""", "invalid_api_key")]
    [InlineData("""{"error":{"code":"401","message":"m"}}""", "key_dead")]
    [InlineData("", "key_dead")]
    public void The_reason_is_the_finest_word_there_is(string body, string reason) =>
        Assert.Equal(reason, Answer.Classified(401, body).ReasonCode);

    [Fact]
    public void A_long_message_is_cut() => Assert.Equal(1_000,
        Answer.Classified(400, $$$"""{"error":{"message":"{{{string.Join(' ', Enumerable.Repeat("word", 500))}}}"}}""").Message!.Length);

    [Theory]
    [InlineData("x-should-retry", "false", true)]
    [InlineData("x-should-retry", "true", false)]
    [InlineData("grpc-retry-pushback-ms", "-1", true)]
    [InlineData("grpc-retry-pushback-ms", "20", false)]
    public void A_provider_may_forbid_to_ask_again(string header, string value, bool forbidden) =>
        Assert.Equal(forbidden, Answer.Classified(500, "{}", (header, value)).RetryForbidden);

    [Theory]
    [InlineData(FailureClass.ClientCancelled, false)]
    [InlineData(FailureClass.ContextLength, false)]
    [InlineData(FailureClass.ContentPolicy, false)]
    [InlineData(FailureClass.ClientError, false)]
    [InlineData(FailureClass.KeyBilling, true)]
    [InlineData(FailureClass.KeyDead, true)]
    [InlineData(FailureClass.ModelUnavailable, true)]
    [InlineData(FailureClass.KeyThrottled, true)]
    [InlineData(FailureClass.Overloaded, true)]
    [InlineData(FailureClass.Transient, true)]
    public void A_call_moves_on_unless_the_request_is_at_fault(FailureClass kind, bool movesOn) =>
        Assert.Equal(movesOn, new UpstreamFailure { Class = kind, Scope = FailureScope.Key }.MovesOn);

    [Fact]
    public void Bytes_of_any_kind_with_any_status_are_classified_without_a_fault() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[-1, 700]).Sample((body, status) =>
        {
            var failure = FailureClassifier.Classify(status, _ => null, body, Answer.NowMs);
            var inside = FailureClassifier.ClassifyErrorEvent(body, Answer.NowMs);
            return Enum.IsDefined(failure.Class) && Enum.IsDefined(inside.Class);
        });
}
