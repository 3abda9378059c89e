using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Writes the form the answer must have.</summary>
internal static class FormatWriter
{
    /// <summary>The schema's name where its dialect has none; the API wants one.</summary>
    private const string Unnamed = "response";

    /// <summary>The member <c>text</c>, unless there is nothing to say.</summary>
    public static void Write(Utf8JsonWriter json, OutputFormat? format, string? verbosity)
    {
        if (format is null && verbosity is null)
            return;
        json.WriteStartObject("text"u8);
        if (format is not null)
            Format(json, format);
        if (verbosity is not null)
            json.WriteString("verbosity"u8, verbosity);
        json.WriteEndObject();
    }

    /// <summary>The member <c>format</c>.</summary>
    public static void Format(Utf8JsonWriter json, OutputFormat? format)
    {
        json.WriteStartObject("format"u8);
        switch (format?.Kind)
        {
            case OutputFormatKind.JsonSchema:
                json.WriteString("type"u8, "json_schema"u8);
                json.WriteString("name"u8, format.Name ?? Unnamed);
                if (format.Description is { } description)
                    json.WriteString("description"u8, description);
                json.WritePropertyName("schema"u8);
                if (format.Schema is { } schema)
                {
                    schema.WriteTo(json);
                }
                else
                {
                    json.WriteStartObject();
                    json.WriteEndObject();
                }
                if (format.Strict is { } strict)
                    json.WriteBoolean("strict"u8, strict);
                break;
            case OutputFormatKind.JsonObject:
                json.WriteString("type"u8, "json_object"u8);
                break;
            default:
                json.WriteString("type"u8, "text"u8);
                break;
        }
        json.WriteEndObject();
    }
}
