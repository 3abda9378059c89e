using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Errors come in three shapes in a stream; they are reported in the one that bodies have.</summary>
internal static class StreamErrors
{
    /// <summary><c>{"error":{…}}</c> of an event that is an error, of a response that failed, or of an error without a type.</summary>
    public static string Read(JsonElement data)
    {
        var error = data.Member("error");
        if (error.ValueKind is not (JsonValueKind.Object or JsonValueKind.String))
            error = data.Member("response").Member("error");
        if (error.ValueKind is not (JsonValueKind.Object or JsonValueKind.String))
            error = data;
        var buffer = new ArrayBufferWriter<byte>();
        JsonOutput.Write(buffer, error, static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteStartObject("error"u8);
            json.WriteString("message"u8, error.ValueKind == JsonValueKind.String ? error.GetString() : error.TextOf("message") ?? "The response failed.");
            json.WriteString("type"u8, error.TextOf("type") is { } type and not ("error" or "response.failed") ? type : error.TextOf("code") ?? "server_error");
            json.WriteString("param"u8, error.TextOf("param"));
            json.WriteString("code"u8, error.TextOf("code"));
            json.WriteEndObject();
            json.WriteEndObject();
        });
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
