using System.Buffers;

namespace AiGateway.Edge.Pipeline;

/// <summary>A whole request or answer in one rented array.</summary>
internal sealed class PooledBody : IDisposable, IBufferWriter<byte>
{
    private byte[] _array;

    public PooledBody(int capacity) => _array = ArrayPool<byte>.Shared.Rent(Math.Max(256, capacity));

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _array.AsSpan(Length);
    }

    public void Clear() => Length = 0;

    public void Dispose()
    {
        var array = Interlocked.Exchange(ref _array, []);
        Length = 0;
        if (array.Length > 0)
            ArrayPool<byte>.Shared.Return(array);
    }

    private void Grow(int sizeHint)
    {
        if (_array.Length - Length >= Math.Max(1, sizeHint))
            return;
        var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_array.Length * 2, Length + sizeHint)));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
