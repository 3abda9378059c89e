using System.Buffers;
using System.Buffers.Binary;
using AiGateway.Core.Hashing;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>
/// Splits a stream of bytes into the messages of Amazon's event stream wherever its reads fall. Write into
/// <see cref="GetMemory"/>, tell <see cref="Advance"/>, then take messages until none is left.
/// </summary>
/// <param name="maxMessageBytes">A message at most, its frame included.</param>
public sealed class EventStreamFraming(int maxMessageBytes = EventStreamFraming.DefaultMaxMessageBytes) : IDisposable
{
    /// <summary>What Amazon's own libraries accept.</summary>
    public const int DefaultMaxMessageBytes = 24 * 1024 * 1024;

    private const int InitialSize = 4 * 1024;

    /// <summary>The pool keeps an array of each size for every thread: of large ones that is far more than all streams ever hold at once.</summary>
    private const int LargestPooled = 1024 * 1024;

    private const int MinimumRead = 1024;

    /// <summary>Lengths of the message and of its headers, and the checksum of both.</summary>
    private const int PreludeSize = 12;
    private const int ChecksumSize = 4;

    private byte[] _buffer = [];
    private int _start;
    private int _end;

    /// <summary>Of the message at the start, once its prelude has been checked; 0 before.</summary>
    private int _length;
    private bool _complete;
    private EventStreamStatus? _failure;

    /// <summary>Room for the next read, never empty. Takes back the spans of the last message.</summary>
    public Memory<byte> GetMemory()
    {
        if (_buffer.Length - _end < MinimumRead)
            MakeRoom();
        return _buffer.AsMemory(_end);
    }

    public void Advance(int count) => _end += count;

    /// <summary>Nothing more will come.</summary>
    public void Complete() => _complete = true;

    public EventStreamStatus TryRead(out EventStreamMessage next)
    {
        next = default;
        if (_failure is { } failure)
            return failure;
        var held = _buffer.AsSpan(_start, _end - _start);
        if (held.IsEmpty)
        {
            Empty();
            return _complete ? EventStreamStatus.End : EventStreamStatus.NeedMore;
        }
        if (_length == 0 && held.Length >= PreludeSize && CheckPrelude(held) is { } fault)
            return Fail(fault);
        if (_length == 0 || held.Length < _length)
            return _complete ? Fail(EventStreamStatus.Broken) : EventStreamStatus.NeedMore;

        var message = held[.._length];
        if (Crc32.Compute(message[..^ChecksumSize]) != BinaryPrimitives.ReadUInt32BigEndian(message[^ChecksumSize..]))
            return Fail(EventStreamStatus.Broken);
        var payloadAt = PreludeSize + BinaryPrimitives.ReadInt32BigEndian(message[4..]);
        if (!EventStreamHeaders.TryRead(message[PreludeSize..payloadAt], out var headers))
            return Fail(EventStreamStatus.Broken);
        next = EventStreamErrors.ToMessage(headers, message[payloadAt..^ChecksumSize]);
        _start += _length;
        _length = 0;
        return EventStreamStatus.Message;
    }

    public void Dispose() => Release();

    /// <summary>Takes the length of the message; says what is wrong with it, null for nothing.</summary>
    private EventStreamStatus? CheckPrelude(ReadOnlySpan<byte> held)
    {
        if (Crc32.Compute(held[..8]) != BinaryPrimitives.ReadUInt32BigEndian(held[8..]))
            return EventStreamStatus.Broken;
        var length = BinaryPrimitives.ReadUInt32BigEndian(held);
        var headers = BinaryPrimitives.ReadUInt32BigEndian(held[4..]);
        if (length < PreludeSize + ChecksumSize + (long)headers)
            return EventStreamStatus.Broken;
        if (length > maxMessageBytes)
            return EventStreamStatus.TooLarge;
        _length = (int)length;
        return null;
    }

    private EventStreamStatus Fail(EventStreamStatus failure)
    {
        _failure = failure;
        return failure;
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        var target = _buffer;
        if (_buffer.Length - held < Math.Max(MinimumRead, _buffer.Length / 2))
            target = ArrayPool<byte>.Shared.Rent(Math.Max(InitialSize, _buffer.Length * 2));
        _buffer.AsSpan(_start, held).CopyTo(target);
        if (target != _buffer)
        {
            Release();
            _buffer = target;
        }
        (_start, _end) = (0, held);
    }

    private void Empty()
    {
        if (_buffer.Length > InitialSize)
            Release();
        else
            _start = _end = 0;
    }

    private void Release()
    {
        if (_buffer.Length is > 0 and <= LargestPooled)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _end = 0;
    }
}
