using System.Buffers.Binary;
using System.Text;

namespace AiGateway.EndToEnd.Tests.Telemetry;

/// <summary>A protobuf message as the wire has it: fields by number, without a schema.</summary>
public sealed class WireMessage
{
    private readonly List<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public static WireMessage Read(ReadOnlyMemory<byte> bytes)
    {
        var message = new WireMessage();
        while (!bytes.IsEmpty)
        {
            var tag = Varint(ref bytes);
            message._fields.Add((tag & 7) switch
            {
                0 => ((int)(tag >> 3), Varint(ref bytes), default),
                1 => ((int)(tag >> 3), BinaryPrimitives.ReadUInt64LittleEndian(Take(ref bytes, 8).Span), default),
                2 => ((int)(tag >> 3), 0UL, Take(ref bytes, Varint(ref bytes))),
                5 => ((int)(tag >> 3), BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, 4).Span), default(ReadOnlyMemory<byte>)),
                var type => throw new InvalidDataException($"no such wire type: {type}"),
            });
        }
        return message;
    }

    /// <summary>The messages of a repeated field.</summary>
    public IEnumerable<WireMessage> All(int number) => _fields.Where(f => f.Number == number).Select(f => Read(f.Bytes));

    /// <summary>The message of a field; an empty one when it is absent.</summary>
    public WireMessage One(int number) => All(number).LastOrDefault() ?? new WireMessage();

    public bool Has(int number) => _fields.Exists(f => f.Number == number);

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number).Span);

    public string Hex(int number) => Convert.ToHexStringLower(Bytes(number).Span);

    /// <summary>An integer, fixed or not; 0 when it is absent, as protobuf has it.</summary>
    public ulong Integer(int number) => _fields.LastOrDefault(f => f.Number == number).Value;

    public double Double(int number) => BitConverter.UInt64BitsToDouble(Integer(number));

    private ReadOnlyMemory<byte> Bytes(int number) => _fields.LastOrDefault(f => f.Number == number).Bytes;

    private static ulong Varint(ref ReadOnlyMemory<byte> bytes)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(ref bytes, 1).Span[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException("a varint of more than ten bytes");
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> bytes, ulong length)
    {
        if (length > (ulong)bytes.Length)
            throw new InvalidDataException($"{length} bytes announced, {bytes.Length} left");
        var taken = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return taken;
    }
}
