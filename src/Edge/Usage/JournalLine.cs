using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Usage;

namespace AiGateway.Edge.Usage;

/// <summary>A record as the line it becomes, in memory of this thread's that the next line takes over.</summary>
internal static class JournalLine
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static ReadOnlySpan<byte> Of(UsageRecord record)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        var writer = _writer ??= new Utf8JsonWriter(buffer);
        writer.Reset();
        UsageRecordJson.Write(record, writer);
        buffer.Write("\n"u8);
        return buffer.WrittenSpan;
    }
}
