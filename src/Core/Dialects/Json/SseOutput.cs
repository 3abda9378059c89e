using System.Buffers;
using System.Text.Json;

namespace AiGateway.Core.Dialects.Json;

/// <summary>Frames events as clients expect them: LF, one <c>data</c> line each.</summary>
internal static class SseOutput
{
    /// <summary>An event with a name; clients of such dialects drop events without one.</summary>
    public static void Named<T>(IBufferWriter<byte> output, ReadOnlySpan<byte> name, in T state, Action<Utf8JsonWriter, T> write)
    {
        output.Write("event: "u8);
        output.Write(name);
        output.Write("\n"u8);
        Plain(output, state, write);
    }

    public static void Plain<T>(IBufferWriter<byte> output, in T state, Action<Utf8JsonWriter, T> write)
    {
        output.Write("data: "u8);
        JsonOutput.Write(output, state, write);
        output.Write("\n\n"u8);
    }
}
