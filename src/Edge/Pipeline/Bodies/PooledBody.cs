using System.Buffers;

namespace AiGateway.Edge.Pipeline.Bodies;

/// <summary>A whole request or answer in one rented array.</summary>
internal sealed class PooledBody : IDisposable, IBufferWriter<byte>
{
    /// <summary>The pool keeps an array of each size for every thread: of large ones that is far more than all calls ever hold at once.</summary>
    public const int LargestPooled = 1024 * 1024;

    private const int LargestSmall = 16 * 1024;

    /// <summary>The shared pool keeps few arrays of a size, and a call holds several for as long as its provider takes: most would be made anew. At most 32 MB.</summary>
    private static readonly ArrayPool<byte> Small = ArrayPool<byte>.Create(LargestSmall, maxArraysPerBucket: 1024);

    private byte[] _array;

    public PooledBody(int capacity) => _array = Take(Math.Max(256, capacity));

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
        GiveBack(array);
    }

    private void Grow(int sizeHint)
    {
        if (_array.Length - Length >= Math.Max(1, sizeHint))
            return;
        var larger = Take(checked(Math.Max(_array.Length * 2, Length + sizeHint)));
        Span.CopyTo(larger);
        GiveBack(_array);
        _array = larger;
    }

    private static byte[] Take(int capacity) =>
        capacity <= LargestSmall ? Small.Rent(capacity)
        : capacity <= LargestPooled ? ArrayPool<byte>.Shared.Rent(capacity)
        : GC.AllocateUninitializedArray<byte>(capacity);

    private static void GiveBack(byte[] array)
    {
        if (array.Length is > 0 and <= LargestPooled)
            (array.Length <= LargestSmall ? Small : ArrayPool<byte>.Shared).Return(array);
    }
}
