using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>The calls of a message, in requests and answers alike.</summary>
internal static class ToolCallsJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ContentPart> parts, bool signed)
    {
        json.WriteStartArray("tool_calls"u8);
        foreach (var part in parts)
        {
            if (part is not ToolCallPart call)
                continue;
            json.WriteStartObject();
            json.WriteString("id"u8, call.Id);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            WriteCall(json, call);
            json.WriteEndObject();
            if (signed)
                CallSignature.Write(json, call.Signature);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>The members of a function that is called.</summary>
    public static void WriteCall(Utf8JsonWriter json, ToolCallPart call)
    {
        json.WriteString("name"u8, call.Name);
        json.WriteString("arguments"u8, string.IsNullOrWhiteSpace(call.Arguments) ? "{}" : call.Arguments);
    }
}
