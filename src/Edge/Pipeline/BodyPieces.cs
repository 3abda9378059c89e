using System.Buffers;

namespace AiGateway.Edge.Pipeline;

/// <summary>
/// What comes of a large body, in small pieces until all of it is here. One array that grows would leave twice the body's
/// size behind as garbage of the dearest kind, also for bodies that are refused in the end.
/// </summary>
internal sealed class BodyPieces : IDisposable
{
    /// <summary>Just below the size from which arrays are collected rarely.</summary>
    private const int PieceBytes = 64 * 1024;

    private readonly List<byte[]> _pieces = [];
    private int _lastUsed = PieceBytes;

    /// <summary>Bytes in all pieces.</summary>
    public int Length { get; private set; }

    public void Add(ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
        {
            for (var rest = segment.Span; rest.Length > 0;)
            {
                var taken = rest[..Math.Min(rest.Length, Room())];
                taken.CopyTo(_pieces[^1].AsSpan(_lastUsed));
                _lastUsed += taken.Length;
                Length += taken.Length;
                rest = rest[taken.Length..];
            }
        }
    }

    /// <summary>The beginning and all pieces in one; both are disposed of.</summary>
    public PooledBody Join(PooledBody beginning)
    {
        var whole = new PooledBody(beginning.Length + Length);
        whole.Write(beginning.Span);
        beginning.Dispose();
        for (var i = 0; i < _pieces.Count; i++)
            whole.Write(_pieces[i].AsSpan(0, i == _pieces.Count - 1 ? _lastUsed : PieceBytes));
        Dispose();
        return whole;
    }

    public void Dispose()
    {
        foreach (var piece in _pieces)
            ArrayPool<byte>.Shared.Return(piece);
        _pieces.Clear();
    }

    private int Room()
    {
        if (_lastUsed == PieceBytes)
        {
            _pieces.Add(ArrayPool<byte>.Shared.Rent(PieceBytes));
            _lastUsed = 0;
        }
        return PieceBytes - _lastUsed;
    }
}
