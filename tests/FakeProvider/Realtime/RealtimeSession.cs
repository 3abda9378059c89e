using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Realtime;

/// <summary>One connection: listens all the time, and answers one message after the other.</summary>
internal sealed class RealtimeSession(Exchange exchange, WebSocket socket)
{
    private const int Piece = 16 * 1024;

    private readonly Channel<(byte[] Bytes, bool IsText)> _inbox = Channel.CreateUnbounded<(byte[], bool)>();
    private readonly Conversation _conversation = new(exchange.Call, exchange.Answer, exchange.Seq);

    public async Task<Ending> RunAsync()
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(exchange.Context.RequestAborted);
        var listening = ListenAsync(over);
        var channel = new SocketChannel(socket, exchange.Answer, exchange.Wire, listening, over.Token);
        var script = new EventScript(exchange.Answer, exchange.Entry, _conversation, new MessageFraming(), channel, exchange.Wire.Pace.Until(over.Token));
        try
        {
            var ended = await SayAsync(script, _conversation.Begin());
            while (ended is null && await _inbox.Reader.WaitToReadAsync(over.Token))
            {
                var (bytes, isText) = await _inbox.Reader.ReadAsync(over.Token);
                if (isText)
                    ended = await SayAsync(script, _conversation.AnswersTo(Encoding.UTF8.GetString(bytes)));
                else
                    await channel.SendAsync(bytes, WebSocketMessageType.Binary);
            }

            return ended ?? await listening;
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            // The peer left while something was being said; the listener knows how.
            return await listening;
        }
    }

    private static async Task<Ending?> SayAsync(EventScript script, IEnumerable<StreamEvent> events) =>
        await script.PlayAsync(events) ?? await script.InterruptAsync(isEnd: false);

    private async Task<Ending> ListenAsync(CancellationTokenSource over)
    {
        try
        {
            while (await ReceiveAsync() is { } message)
            {
                if (message.IsText)
                    exchange.Entry.Body += Encoding.UTF8.GetString(message.Bytes) + "\n";
                // A word of cancelling counts while an answer is being said, not behind it.
                if (!message.IsText || !_conversation.Cancels(Encoding.UTF8.GetString(message.Bytes)))
                    await _inbox.Writer.WriteAsync(message, over.Token);
            }

            exchange.Entry.CloseStatus = (int?)socket.CloseStatus;
            if (socket.State == WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(socket.CloseStatus ?? WebSocketCloseStatus.Empty, socket.CloseStatusDescription, exchange.Context.RequestAborted);
            return Ending.Completed;
        }
        catch (WebSocketException)
        {
            return Ending.AbortedByPeer;
        }
        finally
        {
            _inbox.Writer.TryComplete();
            await over.CancelAsync();
        }
    }

    /// <summary>Null for a close.</summary>
    private async Task<(byte[] Bytes, bool IsText)?> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[Piece];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), exchange.Context.RequestAborted);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
                return (message.ToArray(), received.MessageType == WebSocketMessageType.Text);
        }
    }
}
