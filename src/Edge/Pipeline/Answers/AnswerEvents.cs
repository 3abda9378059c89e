using AiGateway.Core.Dialects;
using AiGateway.Core.Health;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.Dialects;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Pipeline.Answers;

/// <summary>Reads the events of a streamed answer, and tells from how it ended what went wrong.</summary>
internal static class AnswerEvents
{
    /// <summary>Splits the answer of a provider that speaks the dialect of this call's target; null when what came is no stream of it.</summary>
    public static IEventFraming? Framing(Exchange call, UpstreamAnswer answer, int mostBytes) => answer.MediaType switch
    {
        "text/event-stream" => new SseFraming(mostBytes),
        AmazonFraming.MediaType when TargetDialects.Of(call.Operation, call.LastAttempt!.Provider) == Dialect.Bedrock => new AmazonFraming(mostBytes),
        _ => null,
    };

    /// <summary>Takes what is there.</summary>
    public static StreamState Drain(IEventFraming framing, StreamRewriter rewriter, PooledBody pending)
    {
        while (true)
        {
            switch (framing.TryRead(out var next))
            {
                case SseStatus.Event when rewriter.Take(next, pending) is not StreamState.Open and var ended:
                    return ended;
                case SseStatus.Event:
                    break;
                case SseStatus.End:
                    return rewriter.End(pending);
                case SseStatus.TooLarge:
                    return rewriter.Break(BreakReason.TooLarge);
                case SseStatus.Broken:
                    return rewriter.Break(BreakReason.Malformed);
                default:
                    return StreamState.Open;
            }
        }
    }

    public static UpstreamFailure Failure(Exchange call, StreamRewriter rewriter, long nowUnixMs) => rewriter switch
    {
        { State: StreamState.Error } => FailureClassifier.ClassifyErrorEvent(rewriter.ErrorJson.Span, nowUnixMs, call.LastAttempt?.Provider.Errors),
        { Reason: BreakReason.Unfinished or BreakReason.GaveUp } => FailureClassifier.Transport(TransportFault.CutStream),
        _ => FailureClassifier.Transport(TransportFault.MalformedAnswer),
    };

    /// <summary>A stream was asked for and something else came: most clients would take it for an empty success.</summary>
    public static async Task<UpstreamFailure?> NoStream(Exchange call, UpstreamAnswer answer, long nowUnixMs)
    {
        using var body = await Forward.ReadHead(call, answer);
        return body.Span.TrimStart(" \r\n\t"u8) is [(byte)'{' or (byte)'[', ..]
            ? FailureClassifier.ClassifyErrorEvent(body.Span, nowUnixMs, call.LastAttempt?.Provider.Errors)
            : FailureClassifier.Transport(call.Aborted.IsCancellationRequested ? TransportFault.ClientCancelled : TransportFault.MalformedAnswer);
    }
}
