using System.Runtime.CompilerServices;
using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Responses;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.Dialects;

namespace AiGateway.Edge.Pipeline.Answers;

/// <summary>
/// Passes on an answer that is not streamed. It is read to its end first: a provider whose answer breaks off, or turns out
/// to be an error under a 200, can then still be replaced by another.
/// </summary>
internal sealed class AnswerRelay(Meter meter, Settle settle, AnswerPins pins, ResponseKeeper keeper, AnswerClocks clocks, GatewaySettings settings, TimeProvider time)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UpstreamFailure?> Run(Exchange call, UpstreamAnswer answer, ClientStream client)
    {
        using var clock = clocks.For(call);
        using var body = new PooledBody(4096);
        try
        {
            if (!await AnswerBody.Read(answer, body, clock, settings.MaxAnswerBytes))
                return FailureClassifier.Transport(TransportFault.MalformedAnswer);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException or OperationCanceledException)
        {
            return FailureClassifier.Transport(clock.Fault(e));
        }

        using var edit = AnswerReaders.OfWhole(call);
        if (WholeAnswer.Failure(call, edit.Read(body.Span), body, time.GetUtcNow().ToUnixTimeMilliseconds()) is { } failure)
            return failure;

        // Some models are asked for a stream and know none.
        if (call.Scan.Stream && !await client.TryBecome("application/json", null))
            return FailureClassifier.Transport(TransportFault.MalformedAnswer);
        KeyTiming.FirstToken(call, time);
        meter.Take(call, edit.Usage, edit.Content);
        if (edit.Made is { } made)
            await pins.Keep(call, made);
        using var edited = edit.ChangesNothing ? null : new PooledBody(body.Length + 64);
        if (edited is not null)
            edit.WriteTo(body.Span, edited);
        await keeper.Keep(call, edit is TranslatedAnswer ? edited!.Memory : default);
        call.Outcome = CallOutcome.Ok;
        // Before the caller can see the end: an answer it has whole is never without its record.
        settle.Run(call);
        try
        {
            await client.SendWhole((edited ?? body).Memory, call.Aborted);
            return null;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return FailureClassifier.Transport(TransportFault.ClientCancelled);
        }
    }
}
