using System.Buffers;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline.Bodies;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>The lines of the event being read, as ranges of the buffer they stand in.</summary>
internal struct SseBlock
{
    private ByteRange _data;
    private ByteRange _name;
    private List<ByteRange>? _more;
    private int _dataLines;
    private bool _any;

    public readonly bool IsEmpty => !_any;

    public void Add(ReadOnlySpan<byte> buffer, ByteRange line)
    {
        _any = true;
        var text = line.Of(buffer);
        var colon = text.IndexOf((byte)':');
        var field = colon < 0 ? text : text[..colon];
        if (field.SequenceEqual("data"u8))
            AddData(Value(text, line, colon));
        else if (field.SequenceEqual("event"u8))
            _name = Value(text, line, colon);
    }

    /// <summary>One <c>data</c> line is given where it stands; several are joined in <paramref name="joined"/>, which grows from the pool.</summary>
    public readonly SseEvent ToEvent(ReadOnlySpan<byte> buffer, ByteRange raw, ref byte[] joined) => new()
    {
        Raw = raw.Of(buffer),
        Name = _name.Of(buffer),
        Data = _dataLines > 1 ? Join(buffer, ref joined) : _data.Of(buffer),
        DataLines = _dataLines,
    };

    /// <summary>The buffer's bytes have moved.</summary>
    public void Move(int by)
    {
        _data = _data with { Start = Math.Max(0, _data.Start + by) };
        _name = _name with { Start = Math.Max(0, _name.Start + by) };
        for (var i = 0; i < (_more?.Count ?? 0); i++)
            _more![i] = _more[i] with { Start = _more[i].Start + by };
    }

    private void AddData(ByteRange value)
    {
        if (_dataLines++ == 0)
            _data = value;
        else
            (_more ??= []).Add(value);
    }

    private readonly ReadOnlySpan<byte> Join(ReadOnlySpan<byte> buffer, ref byte[] joined)
    {
        var length = _data.Length;
        foreach (var line in _more!)
            length += 1 + line.Length;
        if (joined.Length < length)
        {
            if (joined.Length is > 0 and <= PooledBody.LargestPooled)
                ArrayPool<byte>.Shared.Return(joined);
            joined = ArrayPool<byte>.Shared.Rent(length);
        }

        _data.Of(buffer).CopyTo(joined);
        var at = _data.Length;
        foreach (var line in _more)
        {
            joined[at++] = (byte)'\n';
            line.Of(buffer).CopyTo(joined.AsSpan(at));
            at += line.Length;
        }

        return joined.AsSpan(0, length);
    }

    /// <summary>What follows the colon, less one space.</summary>
    private static ByteRange Value(ReadOnlySpan<byte> text, ByteRange line, int colon)
    {
        if (colon < 0)
            return new ByteRange(line.End, 0);
        var skip = colon + 1 < text.Length && text[colon + 1] == ' ' ? colon + 2 : colon + 1;
        return new ByteRange(line.Start + skip, line.Length - skip);
    }
}
