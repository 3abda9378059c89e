using System.Buffers;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline.Bodies;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>
/// Server-sent events, split wherever their reads fall. While nothing is buffered little memory is held: a thousand silent
/// streams take 4 MB.
/// </summary>
internal sealed class SseFraming(int maxEventBytes = SseFraming.DefaultMaxEventBytes) : IEventFraming
{
    /// <summary>Image deltas reach megabytes; a hostile provider must still find an end.</summary>
    public const int DefaultMaxEventBytes = 64 * 1024 * 1024;

    private const int InitialSize = 4 * 1024;
    private const int MinimumRead = 1024;

    private byte[] _buffer = [];
    private byte[] _joined = [];
    private SseBlock _block;
    private int _start;
    private int _line;
    private int _scanned;
    private int _end;
    private bool _skipLineFeed;
    private bool _atStreamStart = true;
    private bool _complete;
    private bool _tooLarge;

    public Memory<byte> GetMemory()
    {
        if (_buffer.Length - _end < MinimumRead)
            MakeRoom();
        return _buffer.AsMemory(_end);
    }

    public void Advance(int count) => _end += count;

    /// <summary>A last block without its blank line still counts.</summary>
    public void Complete() => _complete = true;

    public SseStatus TryRead(out SseEvent next)
    {
        next = default;
        if (_tooLarge)
            return SseStatus.TooLarge;

        while (NextLine(out var line))
        {
            if (line.Length > 0)
                _block.Add(_buffer, line);
            else if (_block.IsEmpty)
                _start = _line;
            else
                return Give(out next);

            if (_line - _start > maxEventBytes)
                return Refuse();
        }

        if (_end - _start > maxEventBytes)
            return Refuse();
        if (_complete && !_block.IsEmpty)
            return Give(out next);
        if (_start == _end)
            Empty();
        return _complete ? SseStatus.End : SseStatus.NeedMore;
    }

    public void Dispose()
    {
        Release(ref _buffer);
        Release(ref _joined);
    }

    private SseStatus Give(out SseEvent next)
    {
        next = _block.ToEvent(_buffer, new ByteRange(_start, _line - _start), ref _joined);
        _block = default;
        _start = _line;
        return SseStatus.Event;
    }

    private SseStatus Refuse()
    {
        _tooLarge = true;
        return SseStatus.TooLarge;
    }

    /// <summary>The next line without its end, be it LF, CR or CRLF. Its bytes are searched once, however many reads they came in.</summary>
    private bool NextLine(out ByteRange line)
    {
        line = default;
        if (_skipLineFeed && _line < _end)
        {
            // The second half of a CRLF whose CR already ended a line.
            _skipLineFeed = false;
            if (_buffer[_line] == '\n')
            {
                _start = _start == _line ? _line + 1 : _start;
                _line++;
                _scanned = Math.Max(_scanned, _line);
            }
        }

        var at = _buffer.AsSpan(_scanned, _end - _scanned).IndexOfAny((byte)'\n', (byte)'\r');
        if (at < 0)
        {
            _scanned = _end;
            return _complete && LastLine(out line);
        }

        at += _scanned;
        line = WithoutByteOrderMark(at);
        _skipLineFeed = _buffer[at] == '\r';
        _line = _scanned = at + 1;
        return true;
    }

    private bool LastLine(out ByteRange line)
    {
        line = WithoutByteOrderMark(_end);
        _line = _end;
        return line.Length > 0;
    }

    private ByteRange WithoutByteOrderMark(int end)
    {
        var marked = _atStreamStart && _buffer.AsSpan(_line, end - _line).StartsWith("\uFEFF"u8);
        _atStreamStart = false;
        var start = marked ? _line + 3 : _line;
        return new ByteRange(start, end - start);
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        var target = _buffer;
        if (_buffer.Length - held < Math.Max(MinimumRead, _buffer.Length / 2))
            target = Room(Math.Max(InitialSize, _buffer.Length * 2));

        _buffer.AsSpan(_start, held).CopyTo(target);
        if (target != _buffer)
        {
            Release(ref _buffer, keepPositions: true);
            _buffer = target;
        }

        _block.Move(-_start);
        _line -= _start;
        _scanned -= _start;
        _end = held;
        _start = 0;
    }

    /// <summary>No more than the largest event takes: it is refused before it needs more.</summary>
    private byte[] Room(int size) => size <= PooledBody.LargestPooled
        ? ArrayPool<byte>.Shared.Rent(size)
        : GC.AllocateUninitializedArray<byte>((int)Math.Min(size, (long)maxEventBytes + (2 * MinimumRead)));

    private void Empty()
    {
        if (_buffer.Length > InitialSize)
            Release(ref _buffer);
        else
            _start = _line = _scanned = _end = 0;
    }

    private void Release(ref byte[] buffer, bool keepPositions = false)
    {
        // A provider that means harm must not fill the pool.
        if (buffer.Length is > 0 and <= PooledBody.LargestPooled)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        if (!keepPositions)
            _start = _line = _scanned = _end = 0;
    }
}
