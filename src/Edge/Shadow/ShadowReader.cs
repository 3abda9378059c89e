using AiGateway.Core.Health;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Shadow;

/// <summary>Reads an answer to its end, as callers' answers are read, and keeps of it only its figures.</summary>
internal sealed class ShadowReader(Meter meter, GatewaySettings settings, TimeProvider time)
{
    /// <returns>What went wrong; null when the answer is whole.</returns>
    public async ValueTask<UpstreamFailure?> Read(Exchange call, UpstreamAnswer answer)
    {
        try
        {
            return call.Scan.Stream ? await ReadEvents(call, answer) : await ReadWhole(call, answer);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException or OperationCanceledException)
        {
            return FailureClassifier.Transport(call.Aborted.IsCancellationRequested ? TransportFault.ClientCancelled : TransportFault.CutStream);
        }
    }

    private async ValueTask<UpstreamFailure?> ReadEvents(Exchange call, UpstreamAnswer answer)
    {
        using var framing = AnswerEvents.Framing(call, answer, settings.MaxAnswerBytes);
        if (framing is null)
            return await AnswerEvents.NoStream(call, answer, NowMs);
        using var rewriter = AnswerReaders.OfStream(call);
        using var nobody = new PooledBody(1024);
        try
        {
            var stream = await answer.OpenBody(call.Aborted);
            while (true)
            {
                var count = await stream.ReadAsync(framing.GetMemory(), call.Aborted);
                if (count == 0)
                    framing.Complete();
                framing.Advance(count);
                var state = AnswerEvents.Drain(framing, rewriter, nobody);
                nobody.Clear();
                if (rewriter.FirstContentSeen && !call.AttemptAnswers)
                    call.ContentBegins(time.GetTimestamp());
                if (state == StreamState.Complete)
                    return null;
                if (state != StreamState.Open)
                    return AnswerEvents.Failure(call, rewriter, NowMs);
            }
        }
        finally
        {
            meter.Take(call, rewriter.Usage, rewriter.Content);
        }
    }

    private async ValueTask<UpstreamFailure?> ReadWhole(Exchange call, UpstreamAnswer answer)
    {
        using var body = new PooledBody(4096);
        var stream = await answer.OpenBody(call.Aborted);
        while (await stream.ReadAsync(body.GetMemory(1), call.Aborted) is > 0 and var count)
        {
            body.Advance(count);
            if (body.Length > settings.MaxAnswerBytes)
                return FailureClassifier.Transport(TransportFault.MalformedAnswer);
        }
        return Judge(call, body);
    }

    private UpstreamFailure? Judge(Exchange call, PooledBody body)
    {
        using var answer = AnswerReaders.OfWhole(call);
        if (WholeAnswer.Failure(call, answer.Read(body.Span), body, NowMs) is { } failure)
            return failure;
        meter.Take(call, answer.Usage, answer.Content);
        call.ContentBegins(time.GetTimestamp());
        return null;
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();
}
