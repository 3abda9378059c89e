using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>The kinds of <c>Part</c> on the wire.</summary>
internal static class PartWriter
{
    public static void Text(Utf8JsonWriter json, string text, string? signature = null)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        Close(json, signature);
    }

    public static void Thought(Utf8JsonWriter json, string text, string? signature)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteBoolean("thought"u8, true);
        Close(json, signature);
    }

    /// <param name="arguments">JSON text, of an object if the model wrote it well.</param>
    public static void Call(Utf8JsonWriter json, string id, string name, string arguments, string? signature)
    {
        json.WriteStartObject();
        json.WritePropertyName("functionCall"u8);
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("name"u8, name);
        json.WritePropertyName("args"u8);
        JsonOutput.WriteObjectText(json, arguments);
        json.WriteEndObject();
        Close(json, signature);
    }

    /// <param name="data">Base64.</param>
    public static void Inline(Utf8JsonWriter json, string type, string data)
    {
        json.WriteStartObject();
        json.WritePropertyName("inlineData"u8);
        json.WriteStartObject();
        json.WriteString("mimeType"u8, type);
        json.WriteString("data"u8, data);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <param name="type">Null where it is not known.</param>
    public static void File(Utf8JsonWriter json, string? type, string address)
    {
        json.WriteStartObject();
        json.WritePropertyName("fileData"u8);
        json.WriteStartObject();
        if (type is not null)
            json.WriteString("mimeType"u8, type);
        json.WriteString("fileUri"u8, address);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void InlineText(Utf8JsonWriter json, string text) => Inline(json, "text/plain", Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

    private static void Close(Utf8JsonWriter json, string? signature)
    {
        if (signature is not null)
            json.WriteString("thoughtSignature"u8, signature);
        json.WriteEndObject();
    }
}
