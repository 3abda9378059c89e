using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Core.Dialects;
using AiGateway.Core.Health;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Upstream.Dialects;

namespace AiGateway.Edge.Upstream;

/// <summary>
/// The provider inside the gateway: answers by rule and says so, in OpenAI's form, so that a newcomer sees a whole call
/// before having any provider's key.
/// </summary>
internal sealed class DemoUpstream(TimeProvider time) : IUpstream
{
    /// <summary>Slow enough to be seen as a stream.</summary>
    private static readonly TimeSpan BetweenWords = TimeSpan.FromMilliseconds(20);

    public ValueTask<UpstreamAnswer> Send(Exchange call, Attempt attempt, PooledBody body, TimeSpan firstByte)
    {
        using var _ = body;
        var request = JsonNode.Parse(body.Span)!.AsObject();
        if (call.Operation.Embeds())
            return ValueTask.FromResult(Json(DemoAnswer.Embeddings(request)));
        var operation = Asked(call.Operation, attempt);
        var answer = new DemoAnswer(request, operation, time.GetUtcNow());
        if (operation != Operation.Responses)
            return ValueTask.FromResult(call.Scan.Stream ? Stream(answer.Chunks(), done: true, call.Aborted) : Json(answer.Whole()));
        var response = new DemoResponse(answer);
        return ValueTask.FromResult(call.Scan.Stream ? Stream(response.Events(), done: false, call.Aborted) : Json(response.Whole()));
    }

    /// <summary>Callers of other dialects have been translated by now.</summary>
    private static Operation Asked(Operation operation, Attempt attempt) =>
        TargetDialects.Of(operation, attempt.Provider) == Dialect.OpenAiChat ? Operation.ChatCompletions : operation;

    private UpstreamAnswer Stream(IEnumerable<JsonObject> events, bool done, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        _ = Write(pipe.Writer, events, done, cancellationToken);
        return Answer(new StreamContent(pipe.Reader.AsStream()), "text/event-stream");
    }

    private async Task Write(PipeWriter writer, IEnumerable<JsonObject> events, bool done, CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            foreach (var chunk in events)
            {
                var flushed = await writer.WriteAsync(Encoding.UTF8.GetBytes($"data: {chunk.ToJsonString()}\n\n"), cancellationToken);
                if (flushed.IsCompleted)
                    return;
                await Task.Delay(BetweenWords, time, cancellationToken);
            }
            if (done)
                await writer.WriteAsync("data: [DONE]\n\n"u8.ToArray(), cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            fault = e;
        }
        finally
        {
            await writer.CompleteAsync(fault);
        }
    }

    private static UpstreamAnswer Json(JsonObject answer) =>
        Answer(new ByteArrayContent(Encoding.UTF8.GetBytes(answer.ToJsonString())), "application/json");

    private static UpstreamAnswer Answer(HttpContent content, string mediaType)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        using var message = new HttpResponseMessage(HttpStatusCode.OK);
        return UpstreamAnswer.From(200, message.Headers, content);
    }
}
