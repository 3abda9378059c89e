using System.Buffers;
using System.IO.Pipelines;

namespace AiGateway.Edge.Pipeline.Bodies;

/// <summary>
/// What comes of a large body, in small pieces until all of it is here. One array that grows would leave twice the body's
/// size behind as garbage of the dearest kind, also for bodies that are refused in the end.
/// </summary>
internal sealed class BodyPieces : IBufferWriter<byte>, IDisposable
{
    /// <summary>Pieces just below the size from which arrays are collected rarely; as many of them as it takes.</summary>
    private static readonly PipeOptions Options = new(pauseWriterThreshold: 0, minimumSegmentSize: 64 * 1024, useSynchronizationContext: false);

    private readonly Pipe _pieces = new(Options);

    /// <summary>Bytes in all pieces.</summary>
    public int Length { get; private set; }

    public void Add(ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
            _pieces.Writer.Write(segment.Span);
        Length += (int)bytes.Length;
    }

    public void Advance(int count)
    {
        _pieces.Writer.Advance(count);
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _pieces.Writer.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _pieces.Writer.GetSpan(sizeHint);

    /// <summary>The beginning and all pieces in one; both are disposed of.</summary>
    public PooledBody Join(PooledBody beginning)
    {
        var whole = new PooledBody(beginning.Length + Length);
        whole.Write(beginning.Span);
        beginning.Dispose();
        _pieces.Writer.Complete();
        if (_pieces.Reader.TryRead(out var all))
        {
            foreach (var segment in all.Buffer)
                whole.Write(segment.Span);
        }
        Dispose();
        return whole;
    }

    public void Dispose()
    {
        _pieces.Writer.Complete();
        _pieces.Reader.Complete();
    }
}
