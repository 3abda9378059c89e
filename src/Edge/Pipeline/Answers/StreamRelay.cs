using System.Runtime.CompilerServices;
using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Responses;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Pipeline.Answers;

/// <summary>
/// Passes a stream on, event by event as it comes. What stands before the first piece of content is held back, so that up
/// to there another provider can still take over.
/// </summary>
internal sealed class StreamRelay(Meter meter, Settle settle, AnswerPins pins, ResponseKeeper keeper, AnswerClocks clocks, GatewaySettings settings, TimeProvider time)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UpstreamFailure?> Run(Exchange call, UpstreamAnswer answer, ClientStream client)
    {
        using var framing = AnswerEvents.Framing(call, answer, settings.MaxAnswerBytes);
        if (framing is null)
            return await AnswerEvents.NoStream(call, answer, time.GetUtcNow().ToUnixTimeMilliseconds());
        using var rewriter = AnswerReaders.OfStream(call);
        using var pending = new PooledBody(1024);
        using var clock = clocks.For(call);
        Task? pinning = null;
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
                var state = AnswerEvents.Drain(framing, rewriter, pending);
                // Stored while the rest of the answer comes.
                if (rewriter.Made is not null)
                    pinning = Both(pinning, pins.Keep(call, rewriter.TakeMade()));

                if (rewriter.FirstContentSeen || state == StreamState.Complete)
                {
                    KeyTiming.FirstToken(call, time);
                    clock.Stop();
                    // An id comes with the first piece, and the next turn may follow on the last at once: both through another edge.
                    if (pinning is not null && (state == StreamState.Complete || !clock.ContentSeen))
                        await pinning;
                    clock.ContentSeen = true;
                    if (state == StreamState.Complete)
                    {
                        await keeper.Keep(call, rewriter.Response);
                        SettleWhole(call, rewriter);
                    }
                    if (pending.Length > 0)
                        await client.Send(pending, call.Aborted);
                    client.NextSequence = rewriter.NextSequence;
                }
                if (state == StreamState.Complete)
                    return null;
                if (state != StreamState.Open)
                    return AnswerEvents.Failure(call, rewriter, time.GetUtcNow().ToUnixTimeMilliseconds());
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

    private static Task Both(Task? earlier, Task later) => earlier is null ? later : Task.WhenAll(earlier, later);

    /// <summary>The record is written before the caller can see the end: an answer it has whole is never without one.</summary>
    private void SettleWhole(Exchange call, StreamRewriter rewriter)
    {
        meter.Take(call, rewriter.Usage, rewriter.Content);
        call.Outcome = CallOutcome.Ok;
        settle.Run(call);
    }
}
