using System.Buffers;
using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Upstream;

namespace AiGateway.Edge.Pipeline.Answers;

/// <summary>
/// Passes sound, or text that is no JSON, on as it comes. Until its first bytes are there another provider can take over. Its last byte
/// is held back until the end is known, so that the record is written before the caller can see the end.
/// </summary>
internal sealed class BytesRelay(Meter meter, Settle settle, AnswerClocks clocks, TimeProvider time)
{
    private const int PieceBytes = 64 * 1024;

    public async ValueTask<UpstreamFailure?> Run(Exchange call, UpstreamAnswer answer, ClientStream client)
    {
        if (IsPage(call, answer.MediaType))
            return FailureClassifier.Transport(TransportFault.MalformedAnswer);
        using var clock = clocks.For(call);
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            return await Copy(call, answer, client, clock, piece);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException or OperationCanceledException)
        {
            return FailureClassifier.Transport(clock.Fault(e));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
            if (!call.Settled)
                meter.TakePrompt(call);
        }
    }

    private async ValueTask<UpstreamFailure?> Copy(Exchange call, UpstreamAnswer answer, ClientStream client, AnswerClock clock, byte[] piece)
    {
        var stream = await answer.OpenBody(clock.Token);
        var held = 0;
        while (await Read(stream, piece.AsMemory(held), clock) is > 0 and var count)
        {
            if (!clock.ContentSeen && !await Begin(call, answer, client))
                return FailureClassifier.Transport(TransportFault.MalformedAnswer);
            clock.ContentSeen = true;
            clock.Stop();
            held += count - 1;
            if (held > 0)
                await client.Send(piece.AsMemory(0, held), call.Aborted);
            (piece[0], held) = (piece[held], 1);
        }
        // Nothing was said, and nothing is written of it; speech is never silent.
        if (held == 0 && (call.Operation == Operation.Speech || !await Begin(call, answer, client)))
            return FailureClassifier.Transport(TransportFault.MalformedAnswer);
        meter.TakePrompt(call);
        call.Outcome = CallOutcome.Ok;
        settle.Run(call);
        await client.Send(piece.AsMemory(0, held), call.Aborted);
        return null;
    }

    /// <returns>False when the caller was told of another form already.</returns>
    private async ValueTask<bool> Begin(Exchange call, UpstreamAnswer answer, ClientStream client)
    {
        if (!await client.TryBecome(answer.Header("content-type") ?? "application/octet-stream", answer.Length))
            return false;
        KeyTiming.FirstToken(call, time);
        return true;
    }

    private static async ValueTask<int> Read(Stream stream, Memory<byte> into, AnswerClock clock)
    {
        clock.Start();
        return await stream.ReadAsync(into, clock.Token);
    }

    /// <summary>A proxy's page under a 200.</summary>
    private static bool IsPage(Exchange call, string? mediaType) =>
        mediaType is "text/html" || (call.Operation == Operation.Speech && mediaType?.StartsWith("text/", StringComparison.Ordinal) == true);
}
