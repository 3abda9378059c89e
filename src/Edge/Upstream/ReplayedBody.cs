namespace AiGateway.Edge.Upstream;

/// <summary>
/// A body in pooled memory as a stream that can be made anew for each attempt. Once detached it is empty: the connection may
/// still be sending when a provider answers early, and by then the memory can be another caller's.
/// </summary>
internal sealed class ReplayedBody(ReadOnlyMemory<byte> body) : Stream
{
    private readonly Lock _gate = new();
    private ReadOnlyMemory<byte> _body = body;
    private int _position;

    /// <summary>Lets go of the memory; a read after it fails.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            _body = default;
            _position = -1;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _body.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_position < 0, this);
            var count = Math.Min(buffer.Length, _body.Length - _position);
            _body.Span.Slice(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
