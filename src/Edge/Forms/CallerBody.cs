namespace AiGateway.Edge.Forms;

/// <summary>What went wrong with a body while it came.</summary>
internal enum BodyFault
{
    None,
    TooLarge,
    TimedOut,

    /// <summary>The connection broke.</summary>
    BrokeOff,
}

/// <summary>A caller's body, within limits of size and of silence. It tells what went wrong, which a reader of it could not.</summary>
/// <param name="from">The body as it comes.</param>
/// <param name="mostBytes">Its largest size.</param>
/// <param name="silenceMs">The longest wait for the next piece.</param>
/// <param name="aborted">Cancelled when the caller leaves.</param>
internal sealed class CallerBody(Stream from, long mostBytes, int silenceMs, CancellationToken aborted) : Stream
{
    private readonly CancellationTokenSource _silence = CancellationTokenSource.CreateLinkedTokenSource(aborted);
    private long _read;

    public BodyFault Fault { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    /// <exception cref="IOException">See <see cref="Fault"/>.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _silence.CancelAfter(silenceMs);
        try
        {
            var count = await from.ReadAsync(buffer, _silence.Token);
            _read += count;
            return _read <= mostBytes ? count : throw Failed(BodyFault.TooLarge);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw Failed(BodyFault.TooLarge);
        }
        catch (IOException) when (Fault == BodyFault.None)
        {
            throw Failed(BodyFault.BrokeOff);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw Failed(BodyFault.TimedOut);
        }
        finally
        {
            _silence.CancelAfter(Timeout.Infinite);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _silence.Dispose();
        base.Dispose(disposing);
    }

    private IOException Failed(BodyFault fault)
    {
        Fault = fault;
        return new IOException("The body could not be read to its end.");
    }
}
