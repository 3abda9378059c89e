using System.Buffers;
using System.Text;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>Errors of an event stream in the shape in which other providers report them.</summary>
internal static class EventStreamErrors
{
    public static EventStreamMessage ToMessage(EventStreamHeaders headers, ReadOnlySpan<byte> payload)
    {
        if (headers.MessageType.SequenceEqual("exception"u8))
            return new() { Name = headers.ExceptionType, Payload = payload };
        if (!headers.MessageType.SequenceEqual("error"u8))
            return new() { Name = headers.EventType, Payload = payload };
        var output = new ArrayBufferWriter<byte>();
        Write(output, Encoding.UTF8.GetString(headers.ErrorCode), Encoding.UTF8.GetString(headers.ErrorMessage));
        return new() { Name = headers.ErrorCode, Payload = output.WrittenSpan };
    }

    public static void Write(IBufferWriter<byte> output, string type, string? message) =>
        JsonOutput.Write(output, (type, message), static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("type", error.type);
            json.WriteString("message", error.message);
            json.WriteEndObject();
            json.WriteEndObject();
        });
}
