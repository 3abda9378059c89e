using System.Net.WebSockets;

namespace AiGateway.Edge.Realtime;

/// <summary>One end of a session. Messages and the end may come from different tasks, and a socket takes one at a time.</summary>
internal sealed class SessionSide(WebSocket socket) : IDisposable
{
    private readonly SemaphoreSlim _sending = new(1, 1);

    public WebSocket Socket => socket;

    public async ValueTask Send(ReadOnlyMemory<byte> piece, WebSocketMessageType type, bool last, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.SendAsync(piece, type, last, cancellationToken);
        }
        finally
        {
            _sending.Release();
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
                if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                    await socket.CloseOutputAsync(end.Code, end.Reason, cancellationToken);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        _sending.Dispose();
    }
}
