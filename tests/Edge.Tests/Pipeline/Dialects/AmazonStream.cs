using System.Buffers.Binary;
using System.Text;
using AiGateway.Core.Hashing;

namespace AiGateway.Edge.Tests.Pipeline.Dialects;

/// <summary>A stream as Amazon frames it.</summary>
internal static class AmazonStream
{
    public static MemoryStream Of(params (string Type, string Payload)[] events) => new([.. events.SelectMany(next => Event(next.Type, next.Payload))]);

    private static byte[] Event(string type, string payload)
    {
        byte[] header = [.. Header(":event-type", type), .. Header(":content-type", "application/json"), .. Header(":message-type", "event")];
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

    private static byte[] Header(string name, string value) =>
        [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), 7, 0, (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
}
