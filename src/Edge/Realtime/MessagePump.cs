using System.Buffers;
using System.Net.WebSockets;

namespace AiGateway.Edge.Realtime;

/// <summary>Passes messages from one end to the other as they come, piece by piece, text and binary, unchanged.</summary>
/// <param name="from">Who says them.</param>
/// <param name="to">Who is to hear them.</param>
/// <param name="mostBytes">Of one message.</param>
internal sealed class MessagePump(SessionSide from, SessionSide to, int mostBytes)
{
    private const int PieceBytes = 16 * 1024;

    /// <summary>What the other end is told when the speaker is gone without a word.</summary>
    public required SessionEnd WhenSpeakerBreaks { get; init; }

    /// <summary>What the speaker is told when nobody is left to hear it.</summary>
    public required SessionEnd WhenHearerBreaks { get; init; }

    /// <summary>Is shown each text message before its last piece goes on; a session that must end says so. Null where nobody has to read them.</summary>
    public Func<ReadOnlyMemory<byte>, ValueTask<SessionEnd?>>? Whole { get; init; }

    /// <returns>Why it is over.</returns>
    public async Task<SessionEnd> Run(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        using var tap = new MessageTap(mostBytes);
        try
        {
            while (true)
            {
                if (await from.Receive(buffer.AsMemory(0, PieceBytes), cancellationToken) is not { } piece)
                    return WhenSpeakerBreaks;
                if (piece.MessageType == WebSocketMessageType.Close)
                    return from.Farewell;
                var reads = Whole is not null && piece.MessageType == WebSocketMessageType.Text;
                tap.Add(buffer.AsSpan(0, piece.Count), reads);
                if (tap.IsTooLarge)
                    return SessionEnd.OfTooLarge(mostBytes);
                var over = reads && piece.EndOfMessage ? await Whole!(tap.Message) : null;
                if (!await to.Send(buffer.AsMemory(0, piece.Count), piece.MessageType, piece.EndOfMessage, cancellationToken))
                    return WhenHearerBreaks;
                if (over is { } end)
                    return end;
                if (piece.EndOfMessage)
                    tap.Clear();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
