using System.Buffers.Binary;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>The headers of a message that say what it is; others are passed over whatever their type.</summary>
internal ref struct EventStreamHeaders
{
    private const byte StringType = 7;

    public ReadOnlySpan<byte> MessageType { get; private set; }

    public ReadOnlySpan<byte> EventType { get; private set; }

    public ReadOnlySpan<byte> ExceptionType { get; private set; }

    public ReadOnlySpan<byte> ErrorCode { get; private set; }

    public ReadOnlySpan<byte> ErrorMessage { get; private set; }

    /// <returns>False when they do not end where they should.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out EventStreamHeaders headers)
    {
        headers = default;
        while (!bytes.IsEmpty)
        {
            var nameLength = bytes[0];
            if (bytes.Length < 1 + nameLength + 1)
                return false;
            var name = bytes.Slice(1, nameLength);
            var type = bytes[1 + nameLength];
            bytes = bytes[(1 + nameLength + 1)..];
            var (prefix, length) = Measure(type, bytes);
            if (prefix + length > bytes.Length)
                return false;
            if (type == StringType)
                headers.Keep(name, bytes.Slice(prefix, length));
            bytes = bytes[(prefix + length)..];
        }
        return true;
    }

    /// <summary>How long a value is, and what stands before it to say so.</summary>
    private static (int Prefix, int Length) Measure(byte type, ReadOnlySpan<byte> bytes) => type switch
    {
        // True and false, byte, short, int, long, bytes and string, time, UUID.
        0 or 1 => (0, 0),
        2 => (0, 1),
        3 => (0, 2),
        4 => (0, 4),
        5 or 8 => (0, 8),
        6 or StringType when bytes.Length >= 2 => (2, BinaryPrimitives.ReadUInt16BigEndian(bytes)),
        9 => (0, 16),
        _ => (0, int.MaxValue),
    };

    private void Keep(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual(":message-type"u8))
            MessageType = value;
        else if (name.SequenceEqual(":event-type"u8))
            EventType = value;
        else if (name.SequenceEqual(":exception-type"u8))
            ExceptionType = value;
        else if (name.SequenceEqual(":error-code"u8))
            ErrorCode = value;
        else if (name.SequenceEqual(":error-message"u8))
            ErrorMessage = value;
    }
}
