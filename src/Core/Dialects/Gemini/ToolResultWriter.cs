using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>The result of a call as <c>functionResponse</c>: an object, into which anything else is wrapped.</summary>
internal static class ToolResultWriter
{
    /// <param name="name">The function.</param>
    /// <param name="media">Takes what is no text.</param>
    public static void Write(Utf8JsonWriter json, ToolResultPart result, string name, List<ContentPart> media)
    {
        json.WriteStartObject();
        json.WritePropertyName("functionResponse"u8);
        json.WriteStartObject();
        json.WriteString("id"u8, result.CallId);
        json.WriteString("name"u8, name);
        json.WritePropertyName("response"u8);
        WriteResponse(json, TextOf(result, media), result.IsError);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string TextOf(ToolResultPart result, List<ContentPart> media)
    {
        if (result.Content is [TextPart only])
            return only.Text;
        var text = new StringBuilder();
        foreach (var part in result.Content)
        {
            if (part is TextPart said)
                text.Append(text.Length > 0 ? "\n" : "").Append(said.Text);
            else
                media.Add(part.Path is null ? part with { Path = result.Path } : part);
        }
        return text.ToString();
    }

    private static void WriteResponse(Utf8JsonWriter json, string text, bool isError)
    {
        var value = ObjectOf(text);
        if (value is { } plain && !isError)
        {
            plain.WriteTo(json);
            return;
        }
        json.WriteStartObject();
        json.WritePropertyName(isError ? "error"u8 : "result"u8);
        if (value is { } failure)
            failure.WriteTo(json);
        else
            json.WriteStringValue(text);
        json.WriteEndObject();
    }

    /// <summary>Null when it is no JSON object.</summary>
    private static JsonElement? ObjectOf(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{"))
            return null;
        try
        {
            return HalfSurrogates.Next(Encoding.UTF8.GetBytes(text), 0) < 0 && JsonElement.Parse(text) is { ValueKind: JsonValueKind.Object } value ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
