using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>Exceptions in a stream, told in the shape in which other providers report errors.</summary>
internal static class StreamFaults
{
    private const string Ending = "Exception";

    public static bool IsException(ReadOnlySpan<byte> name) => name.Length >= Ending.Length && Ascii.EqualsIgnoreCase(name[^Ending.Length..], Ending);

    public static string Describe(ReadOnlySpan<byte> name, JsonElement payload)
    {
        var message = payload.Text("message") ?? payload.Text("Message") ?? payload.Text("originalMessage");
        var output = new ArrayBufferWriter<byte>();
        EventStreamErrors.Write(output, Encoding.UTF8.GetString(name), message);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
