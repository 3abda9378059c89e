using System.Buffers;
using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Upstream;

namespace AiGateway.Edge.Objects;

/// <summary>Passes the content of a file on as it comes.</summary>
internal sealed class ContentRelay(Settle settle, Explanation explanation)
{
    private const int PieceBytes = 64 * 1024;

    /// <exception cref="AnswerBrokenOffException">It broke off after some of it was sent.</exception>
    public async ValueTask<UpstreamFailure?> Run(Exchange call, UpstreamAnswer answer, AnswerClock clock)
    {
        try
        {
            await Copy(call, answer, clock);
            return null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException or OperationCanceledException)
        {
            return BrokenAnswer.Of(call, clock, e);
        }
    }

    private async Task Copy(Exchange call, UpstreamAnswer answer, AnswerClock clock)
    {
        var (piece, next) = (ArrayPool<byte>.Shared.Rent(PieceBytes), ArrayPool<byte>.Shared.Rent(PieceBytes));
        try
        {
            var stream = await answer.OpenBody(clock.Token);
            var count = await Read(stream, piece, clock);
            Head(call, answer);
            while (count > 0)
            {
                // One ahead: the record is written before the caller can see the end.
                var more = await Read(stream, next, clock);
                if (more == 0)
                    End(call);
                clock.Stop();
                await call.Http.Response.Body.WriteAsync(piece.AsMemory(0, count), call.Aborted);
                (piece, next, count) = (next, piece, more);
            }
            End(call);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
            ArrayPool<byte>.Shared.Return(next);
        }
    }

    private static async ValueTask<int> Read(Stream stream, byte[] into, AnswerClock clock)
    {
        clock.Start();
        var count = await stream.ReadAsync(into, clock.Token);
        clock.ContentSeen = true;
        return count;
    }

    private void Head(Exchange call, UpstreamAnswer answer)
    {
        var headers = call.Http.Response.Headers;
        headers.ContentType = answer.Header("content-type") ?? "application/octet-stream";
        headers.ContentDisposition = answer.Header("content-disposition");
        headers.ContentLength = answer.Length;
        ObjectHeaders.Write(headers, call, explanation);
    }

    private void End(Exchange call)
    {
        call.Outcome = CallOutcome.Ok;
        settle.Run(call);
    }
}
