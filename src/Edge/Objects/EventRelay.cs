using AiGateway.Core.Usage;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Upstream;

namespace AiGateway.Edge.Objects;

/// <summary>Passes a stream of events on byte for byte, as it comes. What it is about is the consumer's before the consumer has the first of them.</summary>
internal sealed class EventRelay(ObjectOwners owners, Settle settle, Explanation explanation)
{
    private const int PieceBytes = 16 * 1024;

    /// <summary>The first event names what was made; one that is longer than this does not.</summary>
    private const int MostFirstBytes = 256 * 1024;

    /// <exception cref="AnswerBrokenOffException">It broke off after some of it was sent.</exception>
    public async ValueTask<ObjectResult> Run(Exchange call, ObjectRequest request, UpstreamAnswer answer, AnswerClock clock)
    {
        using var piece = new PooledBody(PieceBytes);
        try
        {
            var stream = await answer.OpenBody(clock.Token);
            var whole = !await Fill(stream, piece, clock);
            if (request.Action == ObjectAction.Create)
            {
                while (!whole && FirstEvent.End(piece.Span) < 0 && piece.Length < MostFirstBytes)
                    whole = !await Fill(stream, piece, clock);
                var first = FirstEvent.Data(piece.Span);
                if (await owners.Note(call, request, ObjectIds.Read(first), ObjectReferences.Read(first)) is { } error)
                    return new ObjectResult(null, error);
            }
            Head(call, answer);
            while (!whole)
            {
                await Send(call, piece, clock);
                whole = !await Fill(stream, piece, clock);
            }
            // Before the caller can see the end: an answer it has whole is never without its record.
            call.Outcome = CallOutcome.Ok;
            settle.Run(call);
            await Send(call, piece, clock);
            return default;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException or OperationCanceledException)
        {
            return new ObjectResult(BrokenAnswer.Of(call, clock, e), null);
        }
    }

    /// <returns>False at the end.</returns>
    private static async ValueTask<bool> Fill(Stream stream, PooledBody piece, AnswerClock clock)
    {
        clock.Start();
        var count = await stream.ReadAsync(piece.GetMemory(PieceBytes), clock.Token);
        piece.Advance(count);
        clock.ContentSeen = true;
        return count > 0;
    }

    private static async ValueTask Send(Exchange call, PooledBody piece, AnswerClock clock)
    {
        clock.Stop();
        if (piece.Length == 0)
            return;
        await call.Http.Response.Body.WriteAsync(piece.Memory, call.Aborted);
        await call.Http.Response.Body.FlushAsync(call.Aborted);
        piece.Clear();
    }

    private void Head(Exchange call, UpstreamAnswer answer)
    {
        var headers = call.Http.Response.Headers;
        headers.ContentType = answer.Header("content-type");
        headers.CacheControl = "no-cache";
        ObjectHeaders.Write(headers, call, explanation);
    }
}
