using System.Runtime.CompilerServices;
using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Pipeline;

/// <summary>
/// Passes a stream on, event by event as it comes. What stands before the first piece of content is held back, so that up
/// to there another provider can still take over.
/// </summary>
internal sealed class StreamRelay(Meter meter, Settle settle, AnswerClocks clocks, GatewaySettings settings, TimeProvider time)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UpstreamFailure?> Run(Exchange call, UpstreamAnswer answer, ClientStream client)
    {
        if (answer.MediaType is not "text/event-stream")
            return await NoStream(call, answer);

        using var framing = new SseFraming(settings.MaxAnswerBytes);
        using var rewriter = new ChatStreamRewriter(call.Scan.Model, hideUsage: !call.Scan.UsageAsked, call.Partial);
        using var pending = new PooledBody(1024);
        using var clock = clocks.For(call);
        try
        {
            var stream = await answer.OpenBody(clock.Token);
            while (true)
            {
                clock.Start();
                var count = await stream.ReadAsync(framing.GetMemory(), clock.Token);
                if (count == 0)
                    framing.Complete();
                framing.Advance(count);
                var state = Drain(framing, rewriter, pending);

                if (rewriter.FirstContentSeen || state == StreamState.Complete)
                {
                    KeyTiming.FirstToken(call, time);
                    clock.ContentSeen = true;
                    if (state == StreamState.Complete)
                        SettleWhole(call, rewriter);
                    clock.Stop();
                    if (pending.Length > 0)
                        await client.Send(pending, call.Aborted);
                }
                if (state == StreamState.Complete)
                    return null;
                if (state != StreamState.Open)
                    return Failure(call, rewriter);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException or OperationCanceledException)
        {
            return FailureClassifier.Transport(clock.Fault(e));
        }
        finally
        {
            if (!call.Settled)
                meter.Take(call, rewriter.Usage, rewriter.Content);
        }
    }

    /// <summary>The record is written before the caller can see the end: an answer it has whole is never without one.</summary>
    private void SettleWhole(Exchange call, ChatStreamRewriter rewriter)
    {
        meter.Take(call, rewriter.Usage, rewriter.Content);
        call.Outcome = CallOutcome.Ok;
        settle.Run(call);
    }

    private static StreamState Drain(SseFraming framing, ChatStreamRewriter rewriter, PooledBody pending)
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
                default:
                    return StreamState.Open;
            }
        }
    }

    private UpstreamFailure Failure(Exchange call, ChatStreamRewriter rewriter) => rewriter switch
    {
        { State: StreamState.Error } => FailureClassifier.ClassifyErrorEvent(rewriter.ErrorJson.Span, time.GetUtcNow().ToUnixTimeMilliseconds(), call.LastAttempt?.Provider.Errors),
        { Reason: BreakReason.Unfinished or BreakReason.GaveUp } => FailureClassifier.Transport(TransportFault.CutStream),
        _ => FailureClassifier.Transport(TransportFault.MalformedAnswer),
    };

    /// <summary>A stream was asked for and something else came: most clients would take it for an empty success.</summary>
    private async Task<UpstreamFailure?> NoStream(Exchange call, UpstreamAnswer answer)
    {
        using var body = await Forward.ReadHead(call, answer);
        return body.Span.TrimStart(" \r\n\t"u8) is [(byte)'{' or (byte)'[', ..]
            ? FailureClassifier.ClassifyErrorEvent(body.Span, time.GetUtcNow().ToUnixTimeMilliseconds(), call.LastAttempt?.Provider.Errors)
            : FailureClassifier.Transport(call.Aborted.IsCancellationRequested ? TransportFault.ClientCancelled : TransportFault.MalformedAnswer);
    }
}
