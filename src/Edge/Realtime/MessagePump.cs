using System.Buffers;
using System.Net.WebSockets;

namespace AiGateway.Edge.Realtime;

/// <summary>Passes messages from one end to the other as they come, piece by piece, text and binary, unchanged.</summary>
internal sealed class MessagePump(SessionSide from, SessionSide to, int mostBytes)
{
    private const int PieceBytes = 16 * 1024;

    /// <param name="whenBroken">What the other end is told when this one is gone without a word.</param>
    /// <param name="whole">Is shown each text message before its last piece goes on; a session that must end says so. Null where nobody has to read them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<SessionEnd> Run(SessionEnd whenBroken, Func<ReadOnlyMemory<byte>, ValueTask<SessionEnd?>>? whole, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        using var tap = new MessageTap(mostBytes);
        try
        {
            while (true)
            {
                var piece = await from.Socket.ReceiveAsync(buffer.AsMemory(0, PieceBytes), cancellationToken);
                if (piece.MessageType == WebSocketMessageType.Close)
                    return SessionEnd.Of(from.Socket.CloseStatus, from.Socket.CloseStatusDescription);
                tap.Add(buffer.AsSpan(0, piece.Count), whole is not null && piece.MessageType == WebSocketMessageType.Text);
                if (tap.IsTooLarge)
                    return SessionEnd.OfTooLarge(mostBytes);
                var over = piece.EndOfMessage && whole is not null && piece.MessageType == WebSocketMessageType.Text
                    ? await whole(tap.Message)
                    : null;
                await to.Send(buffer.AsMemory(0, piece.Count), piece.MessageType, piece.EndOfMessage, cancellationToken);
                if (over is { } end)
                    return end;
                if (piece.EndOfMessage)
                    tap.Clear();
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return whenBroken;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
