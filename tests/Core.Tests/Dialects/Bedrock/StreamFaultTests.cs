using System.Text;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Bedrock;
using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Dialects.Bedrock;

public sealed class StreamFaultTests
{
    [Theory]
    [InlineData("throttlingException", "Too many requests", FailureClass.KeyThrottled, 429)]
    [InlineData("serviceUnavailableException", "Try again later", FailureClass.Overloaded, 503)]
    [InlineData("internalServerException", "Oops", FailureClass.Transient, 500)]
    [InlineData("modelStreamErrorException", "The model failed", FailureClass.Transient, 424)]
    [InlineData("modelTimeoutException", "Too slow", FailureClass.Transient, 408)]
    [InlineData("modelErrorException", "The model failed", FailureClass.Transient, 424)]
    [InlineData("modelNotReadyException", "Warming up", FailureClass.Overloaded, 429)]
    [InlineData("validationException", "Malformed input request", FailureClass.ClientError, 400)]
    [InlineData("validationException", "Input is too long for requested model.", FailureClass.ContextLength, 400)]
    [InlineData("accessDeniedException", "You don't have access to the model with the specified model ID.", FailureClass.ModelUnavailable, 403)]
    [InlineData("resourceNotFoundException", "This model version has reached the end of its life.", FailureClass.ModelUnavailable, 404)]
    public void Exceptions_are_errors_that_can_be_classified(string type, string message, FailureClass kind, int status)
    {
        var events = Converse.Events([("messageStart", "{}"), (type, $$"""{"message":"{{message}}"}"""), ("messageStop", "{}")]);
        Assert.Equal([ChatEventKind.Start, ChatEventKind.Error], events.Select(next => next.Kind));
        Assert.Equal($$$"""{"error":{"type":"{{{type}}}","message":"{{{message}}}"}}""", events[1].Text);

        var failure = FailureClassifier.ClassifyErrorEvent(Encoding.UTF8.GetBytes(events[1].Text!), 0);
        Assert.Equal((kind, status, message), (failure.Class, failure.Status, failure.Message));
    }

    [Fact]
    public void The_models_own_words_are_told_where_bedrock_has_none()
    {
        var events = Converse.Events([("modelStreamErrorException", """{"originalMessage":"CUDA","originalStatusCode":500}""")]);
        Assert.Equal("""{"error":{"type":"modelStreamErrorException","message":"CUDA"}}""", Assert.Single(events).Text);
    }

    [Fact]
    public void An_error_that_came_in_headers_alone_is_told_as_it_is()
    {
        var (messages, _) = EventStreams.Split(EventStreams.Error("InternalFailure", "Oops"), [100]);
        var events = new List<ChatEvent>();
        Assert.True(BedrockCodec.Instance.NewStreamReader().TryRead(Encoding.UTF8.GetBytes(messages[0].Name), Encoding.UTF8.GetBytes(messages[0].Payload), events));
        Assert.Equal([ChatEvent.Failed("""{"error":{"type":"InternalFailure","message":"Oops"}}""")], events);
    }
}
