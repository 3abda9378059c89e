using System.Buffers;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>
/// Edits to a body, applied while it is copied: what no edit touches leaves byte for byte as it came.
/// Text within a stretch that an earlier edit has taken goes with it. One list serves many bodies in turn; it allocates only to grow.
/// </summary>
internal sealed class SpliceList
{
    private Splice[] _edits = new Splice[8];
    private byte[] _text = new byte[128];
    private int _count;
    private int _textLength;
    private int _open;

    public bool IsEmpty => _count == 0;

    public void Clear()
    {
        _count = 0;
        _textLength = 0;
    }

    public void Insert(int at, ReadOnlySpan<byte> text) => Replace(new ByteRange(at, 0), text);

    public void Remove(ByteRange range) => Replace(range, default);

    public void Replace(ByteRange range, ReadOnlySpan<byte> text)
    {
        Open(range);
        Append(text);
    }

    /// <summary>Begins an edit whose text follows by <see cref="Append"/> and <see cref="Reserve"/>.</summary>
    public void Open(ByteRange range)
    {
        if (_count == _edits.Length)
            Array.Resize(ref _edits, _count * 2);

        // Readers meet what they edit nearly in order, so this rarely moves anything.
        var at = _count++;
        for (; at > 0 && _edits[at - 1].Start > range.Start; at--)
            _edits[at] = _edits[at - 1];

        _edits[at] = new Splice(range.Start, range.Length, _textLength, 0);
        _open = at;
    }

    public void Append(ReadOnlySpan<byte> text) => text.CopyTo(Reserve(text.Length));

    /// <summary>Room for <paramref name="length"/> further bytes of the edit last opened; the caller fills all of it.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_text.Length - _textLength < length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, checked(_textLength + length)));

        var edit = _edits[_open];
        _edits[_open] = edit with { TextLength = edit.TextLength + length };
        var room = _text.AsSpan(_textLength, length);
        _textLength += length;
        return room;
    }

    public void WriteTo(ReadOnlySpan<byte> source, IBufferWriter<byte> output)
    {
        var position = 0;
        foreach (var edit in _edits.AsSpan(0, _count))
        {
            // What stands in a stretch that is gone has nowhere to be changed, only more may go.
            if (edit.Start >= position)
            {
                output.Write(source[position..edit.Start]);
                output.Write(_text.AsSpan(edit.TextStart, edit.TextLength));
            }

            position = Math.Max(position, edit.Start + edit.Length);
        }

        output.Write(source[position..]);
    }
}
