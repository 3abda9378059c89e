using System.Net.WebSockets;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Realtime;

/// <summary>Sends messages; <c>dribbleBytes</c> cuts them into frames.</summary>
internal sealed class SocketChannel(WebSocket socket, Answer answer, Responder wire, Task listening, CancellationToken peerGone) : IEventChannel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public Task WriteAsync(byte[] bytes) => bytes.Length == 0 ? Task.CompletedTask : SendAsync(bytes, WebSocketMessageType.Text);

    public async Task SendAsync(byte[] bytes, WebSocketMessageType type)
    {
        var step = answer.DribbleBytes > 0 ? answer.DribbleBytes : Math.Max(1, bytes.Length);
        var at = 0;
        do
        {
            var length = Math.Min(step, bytes.Length - at);
            await socket.SendAsync(bytes.AsMemory(at, length), type, endOfMessage: at + length == bytes.Length, peerGone);
            at += length;
        }
        while (at < bytes.Length);
    }

    public Ending Break() => wire.Break();

    /// <summary>A close that waits for the peer's.</summary>
    public async Task<Ending> EndAsync()
    {
        await socket.CloseOutputAsync((WebSocketCloseStatus)answer.CloseStatus, "told to", peerGone);
        await Task.WhenAny(listening, Task.Delay(Patience, CancellationToken.None));
        return Ending.Completed;
    }
}
