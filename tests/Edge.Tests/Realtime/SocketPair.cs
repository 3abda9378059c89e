using System.IO.Pipelines;
using System.Net.WebSockets;
using AiGateway.Edge.Realtime;

namespace AiGateway.Edge.Tests.Realtime;

/// <summary>A connection without a network: the gateway's end, and whoever is at the other.</summary>
internal sealed class SocketPair : IDisposable
{
    private readonly Pipe _there = new();
    private readonly Pipe _back = new();
    private readonly byte[] _buffer = new byte[32 * 1024];

    public SocketPair()
    {
        var near = WebSocket.CreateFromStream(new Duplex(_back.Reader.AsStream(), _there.Writer.AsStream()), new WebSocketCreationOptions());
        Far = WebSocket.CreateFromStream(new Duplex(_there.Reader.AsStream(), _back.Writer.AsStream()), new WebSocketCreationOptions { IsServer = true });
        Near = new SessionSide(near);
    }

    public SessionSide Near { get; }

    public WebSocket Far { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task Say(string text) => Say(System.Text.Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task Say(byte[] bytes, WebSocketMessageType type, bool last = true) => Far.SendAsync(bytes, type, last, Token);

    /// <summary>The next frame, whole.</summary>
    public async Task<(WebSocketMessageType Type, byte[] Bytes, bool Last)> Hear()
    {
        var piece = await Far.ReceiveAsync(_buffer.AsMemory(), Token).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Token);
        return (piece.MessageType, _buffer[..piece.Count], piece.EndOfMessage);
    }

    /// <summary>Hears a good-bye, and says one.</summary>
    public async Task<(int Code, string? Reason)> Parts()
    {
        while ((await Hear()).Type != WebSocketMessageType.Close)
        {
        }
        if (Far.State == WebSocketState.CloseReceived)
            await Far.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        HangUp();
        return ((int)Far.CloseStatus!, Far.CloseStatusDescription);
    }

    /// <summary>What a server does when all is said: a client waits for it.</summary>
    public void HangUp() => _back.Writer.Complete();

    /// <summary>The connection is gone without a word.</summary>
    public void Cut()
    {
        _back.Writer.Complete();
        _there.Reader.Complete(new IOException("gone"));
    }

    public void Dispose()
    {
        Near.Dispose();
        Far.Dispose();
    }

    private sealed class Duplex(Stream reads, Stream writes) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => reads.ReadAsync(buffer, cancellationToken);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await writes.WriteAsync(buffer, cancellationToken);
            await writes.FlushAsync(cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => reads.Read(buffer, offset, count);

        public override void Write(byte[] buffer, int offset, int count) => writes.Write(buffer, offset, count);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                reads.Dispose();
                writes.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
