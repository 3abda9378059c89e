using System.Net.WebSockets;

namespace AiGateway.Edge.Realtime;

/// <summary>
/// One end of a session. Messages and the end may come from different tasks, and a socket takes one at a time. An end that is
/// broken is no exception here: somebody always hangs up.
/// </summary>
internal sealed class SessionSide(WebSocket socket) : IDisposable
{
    private const int DrainBytes = 4 * 1024;

    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>Why it has closed, if it has said so.</summary>
    public SessionEnd Farewell => SessionEnd.Of(socket.CloseStatus, socket.CloseStatusDescription);

    /// <returns>Null when it has broken off, or the time is up: nothing more can be received then.</returns>
    public async ValueTask<ValueWebSocketReceiveResult?> Receive(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (IsBreak(e))
        {
            return null;
        }
    }

    /// <summary>What comes behind a good-bye is left out.</summary>
    /// <returns>False when it has broken off.</returns>
    public async ValueTask<bool> Send(ReadOnlyMemory<byte> piece, WebSocketMessageType type, bool last, CancellationToken cancellationToken)
    {
        try
        {
            await _sending.WaitAsync(cancellationToken);
            try
            {
                if (CanHear)
                    await socket.SendAsync(piece, type, last, cancellationToken);
                return socket.State != WebSocketState.Aborted;
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e) when (IsBreak(e))
        {
            return false;
        }
    }

    /// <summary>Says that it is over; an end that can no longer hear it is left alone.</summary>
    public async Task Close(SessionEnd end, CancellationToken cancellationToken)
    {
        try
        {
            await _sending.WaitAsync(cancellationToken);
            try
            {
                if (CanHear)
                    await socket.CloseOutputAsync(end.Code, end.Reason, cancellationToken);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e) when (IsBreak(e))
        {
        }
    }

    /// <summary>
    /// Hears it out until it has said good-bye too. A connection that is closed over what was not read is reset, and takes with
    /// it the word of why.
    /// </summary>
    public async Task Drain(CancellationToken cancellationToken)
    {
        var dropped = new byte[DrainBytes];
        while (socket.State is WebSocketState.Open or WebSocketState.CloseSent && await Receive(dropped, cancellationToken) is not null)
        {
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        _sending.Dispose();
    }

    private bool CanHear => socket.State is WebSocketState.Open or WebSocketState.CloseReceived;

    private static bool IsBreak(Exception e) => e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException;
}
