using System.Buffers.Binary;
using System.Text;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Bedrock;

/// <summary>Amazon's binary event stream: lengths, headers, payload, and a checksum behind the lengths and behind all.</summary>
internal sealed class AwsFraming : IFraming
{
    private const int Prelude = 12;
    private const int Checksum = 4;
    private const byte IsString = 7;

    public string ContentType => "application/vnd.amazon.eventstream";

    public bool Grows => false;

    public byte[] Event(StreamEvent said) => Message(
        Encoding.UTF8.GetBytes(said.Data),
        [(said.IsFailure ? ":exception-type" : ":event-type", said.Name ?? ""), (":content-type", "application/json"), (":message-type", said.IsFailure ? "exception" : "event")]);

    /// <summary>There are none.</summary>
    public byte[] Comment() => [];

    public byte[] Empty() => Event(new StreamEvent("contentBlockDelta", ""));

    public byte[] End() => [];

    private static byte[] Message(byte[] payload, (string Name, string Value)[] headers)
    {
        byte[] head = [.. headers.SelectMany(header => Header(header.Name, header.Value))];
        var message = new byte[Prelude + head.Length + payload.Length + Checksum];
        BinaryPrimitives.WriteUInt32BigEndian(message, (uint)message.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), (uint)head.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), Crc32.Of(message.AsSpan(0, 8)));
        head.CopyTo(message, Prelude);
        payload.CopyTo(message, Prelude + head.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(message.Length - Checksum), Crc32.Of(message.AsSpan(0, message.Length - Checksum)));
        return message;
    }

    private static byte[] Header(string name, string value)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)Encoding.UTF8.GetByteCount(value));
        return [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), IsString, .. length, .. Encoding.UTF8.GetBytes(value)];
    }
}
