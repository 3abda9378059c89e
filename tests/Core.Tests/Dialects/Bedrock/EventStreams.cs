using System.Buffers.Binary;
using System.Text;
using AiGateway.Core.Dialects.Bedrock;
using AiGateway.Core.Hashing;

namespace AiGateway.Core.Tests.Dialects.Bedrock;

/// <summary>Messages of Amazon's event stream as a provider frames them.</summary>
internal static class EventStreams
{
    public static byte[] Event(string type, string payload) =>
        Message([Text(":event-type", type), Text(":content-type", "application/json"), Text(":message-type", "event")], payload);

    public static byte[] Exception(string type, string payload) =>
        Message([Text(":exception-type", type), Text(":content-type", "application/json"), Text(":message-type", "exception")], payload);

    public static byte[] Error(string code, string message) =>
        Message([Text(":error-code", code), Text(":error-message", message), Text(":message-type", "error")], "");

    public static byte[] Text(string name, string value) =>
        [.. Name(name), 7, (byte)(value.Length >> 8), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];

    public static byte[] Header(string name, byte type, params byte[] value) => [.. Name(name), type, .. value];

    public static byte[] Message(IEnumerable<byte[]> headers, string payload)
    {
        byte[] header = [.. headers.SelectMany(bytes => bytes)];
        var body = Encoding.UTF8.GetBytes(payload);
        var message = new byte[16 + header.Length + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), header.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), Crc32.Compute(message.AsSpan(0, 8)));
        header.CopyTo(message, 12);
        body.CopyTo(message, 12 + header.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(message.Length - 4), Crc32.Compute(message.AsSpan(0, message.Length - 4)));
        return message;
    }

    /// <summary>What a stream gives when it is read in pieces of the sizes given, over and over, and how it ended.</summary>
    public static (List<(string Name, string Payload)> Messages, EventStreamStatus Status) Split(
        ReadOnlySpan<byte> stream, int[] sizes, int maxMessageBytes = EventStreamFraming.DefaultMaxMessageBytes)
    {
        using var framing = new EventStreamFraming(maxMessageBytes);
        var messages = new List<(string, string)>();
        for (var round = 0; ; round++)
        {
            var count = Math.Min(stream.Length, sizes[round % sizes.Length]);
            if (stream.IsEmpty)
                framing.Complete();
            while (count > 0)
            {
                var room = framing.GetMemory();
                var fits = Math.Min(count, room.Length);
                stream[..fits].CopyTo(room.Span);
                framing.Advance(fits);
                stream = stream[fits..];
                count -= fits;
            }
            EventStreamStatus status;
            while ((status = framing.TryRead(out var next)) == EventStreamStatus.Message)
                messages.Add((Encoding.UTF8.GetString(next.Name), Encoding.UTF8.GetString(next.Payload)));
            if (status != EventStreamStatus.NeedMore)
                return (messages, status);
        }
    }

    private static byte[] Name(string name) => [(byte)name.Length, .. Encoding.ASCII.GetBytes(name)];
}
