using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>
/// Sources of a text. Clients check their form, so only what has it is written: OpenAI's own, and the addresses of its chat
/// completions, which stand one level deeper there.
/// </summary>
internal static class AnnotationJson
{
    /// <summary>Adds those of an array, in any dialect's form, that can be written.</summary>
    public static void Gather(JsonElement? annotations, List<JsonElement> into)
    {
        if (annotations is not { ValueKind: JsonValueKind.Array } array)
            return;
        foreach (var annotation in array.EnumerateArray())
        {
            if (CanWrite(annotation))
                into.Add(annotation);
        }
    }

    /// <summary>An array of one; null when it is no annotation.</summary>
    public static JsonElement? ListOf(JsonElement annotation) => annotation.ValueKind != JsonValueKind.Object ? null : Make(annotation, static (json, annotation) =>
    {
        json.WriteStartArray();
        annotation.WriteTo(json);
        json.WriteEndArray();
    });

    /// <summary>An array by itself, so that what cannot be written is found out where it is read; null when it is empty or none.</summary>
    public static JsonElement? Copy(JsonElement annotations) => annotations.ValueKind == JsonValueKind.Array && annotations.GetArrayLength() > 0
        ? Make(annotations, static (json, annotations) => annotations.WriteTo(json))
        : null;

    /// <summary>Its texts and numbers; there is nothing else in the forms that clients know.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement annotation)
    {
        var cited = annotation.Member("url_citation");
        var deeper = cited.ValueKind == JsonValueKind.Object && annotation.TextOf("type") == "url_citation";
        json.WriteStartObject();
        if (deeper)
            json.WriteString("type"u8, "url_citation"u8);
        foreach (var member in (deeper ? cited : annotation).EnumerateObject())
        {
            if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number && !(deeper && member.NameEquals("type"u8)))
                member.WriteTo(json);
        }
        json.WriteEndObject();
    }

    private static JsonElement Make(JsonElement from, Action<Utf8JsonWriter, JsonElement> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        JsonOutput.Write(buffer, from, write);
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static bool CanWrite(JsonElement annotation) => annotation.TextOf("type") switch
    {
        "url_citation" => IsAddress(annotation.Member("url_citation") is { ValueKind: JsonValueKind.Object } cited ? cited : annotation),
        "file_citation" => IsText(annotation, "file_id") && IsText(annotation, "filename") && IsNumber(annotation, "index"),
        "container_file_citation" => IsText(annotation, "container_id") && IsText(annotation, "file_id") && IsText(annotation, "filename") && IsRange(annotation),
        "file_path" => IsText(annotation, "file_id") && IsNumber(annotation, "index"),
        _ => false,
    };

    private static bool IsAddress(JsonElement cited) => IsText(cited, "url") && IsText(cited, "title") && IsRange(cited);

    private static bool IsRange(JsonElement of) => IsNumber(of, "start_index") && IsNumber(of, "end_index");

    private static bool IsText(JsonElement of, string name) => of.Member(name).ValueKind == JsonValueKind.String;

    private static bool IsNumber(JsonElement of, string name) => of.Member(name).ValueKind == JsonValueKind.Number;
}
