using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses.State;

/// <summary>A response as it stands when it has ended otherwise than with an answer.</summary>
internal static class ResponseEnd
{
    public static ReadOnlyMemory<byte> Write(ReadOnlyMemory<byte> response, string status, string? code, string? message)
    {
        var buffer = new ArrayBufferWriter<byte>(response.Length + 128);
        JsonOutput.Write(buffer, (root: JsonElement.Parse(response.Span), status, code, message), static (json, end) =>
        {
            json.WriteStartObject();
            foreach (var member in end.root.EnumerateObject())
            {
                json.WritePropertyName(member.Name);
                if (member.NameEquals("status"u8))
                    json.WriteStringValue(end.status);
                else if (member.NameEquals("error"u8) && end.code is not null)
                    Error(json, end.code, end.message);
                else
                    member.Value.WriteTo(json);
            }
            json.WriteEndObject();
        });
        return buffer.WrittenMemory;
    }

    private static void Error(Utf8JsonWriter json, string code, string? message)
    {
        json.WriteStartObject();
        json.WriteString("code"u8, code);
        json.WriteString("message"u8, message);
        json.WriteEndObject();
    }
}
