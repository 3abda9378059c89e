using System.Buffers;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>
/// The text of an answer so far, still escaped, so that its tokens can be counted when the provider never says how many there were.
/// Beyond 1 MiB it keeps no more: such an answer is counted by its length.
/// </summary>
internal sealed class ContentLog : IDisposable
{
    public const int Capacity = 1024 * 1024;

    private byte[] _text = [];
    private int _length;

    /// <summary>UTF-8 bytes of all text, kept or not.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>True when <see cref="Escaped"/> is all of it.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>JSON string contents, without quotes.</summary>
    public ReadOnlySpan<byte> Escaped => _text.AsSpan(0, _length);

    /// <inheritdoc cref="Escaped"/>
    public ReadOnlyMemory<byte> Memory => _text.AsMemory(0, _length);

    public void Add(ReadOnlySpan<byte> body, List<ByteRange> pieces, int bytes)
    {
        TotalBytes += bytes;
        foreach (var piece in pieces)
            Add(piece.Of(body));
    }

    /// <param name="escaped">Contents of one JSON string, without quotes.</param>
    /// <param name="bytes">Its length in UTF-8.</param>
    public void Add(ReadOnlySpan<byte> escaped, int bytes)
    {
        TotalBytes += bytes;
        Add(escaped);
    }

    public void Dispose()
    {
        if (_text.Length > 0)
            ArrayPool<byte>.Shared.Return(_text);
        _text = [];
        _length = 0;
    }

    private void Add(ReadOnlySpan<byte> piece)
    {
        IsWhole &= _length + piece.Length <= Capacity;
        if (!IsWhole)
            return;
        if (_text.Length - _length < piece.Length)
            Grow(piece.Length);
        piece.CopyTo(_text.AsSpan(_length));
        _length += piece.Length;
    }

    private void Grow(int by)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(1024, Math.Max(_text.Length * 2, _length + by)));
        Escaped.CopyTo(larger);
        if (_text.Length > 0)
            ArrayPool<byte>.Shared.Return(_text);
        _text = larger;
    }
}
