using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

public sealed class ErrorEventTests
{
    [Theory]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", FailureClass.Overloaded)]
    [InlineData("""{"type":"error","error":{"type":"api_error","message":"Internal server error"}}""", FailureClass.Transient)]
    [InlineData("""{"type":"error","error":{"type":"rate_limit_error","message":"Too fast"}}""", FailureClass.KeyThrottled)]
    [InlineData("""{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}""", FailureClass.KeyDead)]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to go on"}}""", FailureClass.KeyBilling)]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","message":"messages: required"}}""", FailureClass.ClientError)]
    [InlineData("""{"error":{"message":"The server had an error","type":"server_error","param":null,"code":null}}""", FailureClass.Transient)]
    [InlineData("""{"error":{"message":"Rate limit reached","type":"tokens","code":"rate_limit_exceeded"}}""", FailureClass.KeyThrottled)]
    [InlineData("""{"error":{"message":"Provider returned error","code":502}}""", FailureClass.Transient)]
    [InlineData("""{"error":{"message":"maximum context length is 4096","type":"BadRequestError","code":400}}""", FailureClass.ContextLength)]
    [InlineData("""{"error":{"code":"1301","message":"敏感内容"}}""", FailureClass.ContentPolicy)]
    [InlineData("""{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""", FailureClass.Overloaded)]
    [InlineData("""{"error":{"status":"RESOURCE_EXHAUSTED","message":"exceeded your current quota, billing"}}""", FailureClass.KeyThrottled)]
    [InlineData("""{"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded","message":"Slow"}}}""", FailureClass.KeyThrottled)]
    [InlineData("""{"type":"error","code":"server_error","message":"Oops"}""", FailureClass.Transient)]
    [InlineData("""{"__type":"throttlingException","message":"Too many requests"}""", FailureClass.KeyThrottled)]
    [InlineData("""{"error":"model 'x' not found"}""", FailureClass.ModelUnavailable)]
    [InlineData("""{"error":{"message":"something nobody has seen before"}}""", FailureClass.Transient)]
    [InlineData("not json", FailureClass.Transient)]
    [InlineData("", FailureClass.Transient)]
    public void An_error_inside_an_answer_is_classified_by_its_own_words(string json, FailureClass kind) =>
        Assert.Equal(kind, Answer.Event(json).Class);

    [Fact]
    public void The_status_it_stands_for_is_told_and_none_is_zero()
    {
        Assert.Equal(529, Answer.Event("""{"error":{"type":"overloaded_error"}}""").Status);
        Assert.Equal(0, Answer.Event("""{"error":{"message":"?"}}""").Status);
    }

    [Fact]
    public void A_time_in_its_message_is_read() =>
        Assert.Equal(7_500, Answer.Event("""{"error":{"code":"rate_limit_exceeded","message":"Please try again in 7.5s"}}""").RetryAfterMs);
}
