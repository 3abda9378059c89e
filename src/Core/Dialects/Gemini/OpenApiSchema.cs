using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>Google's <c>Schema</c>, a part of OpenAPI 3.0's with types in capitals, as the JSON Schema everyone else reads.</summary>
internal static class OpenApiSchema
{
    public static JsonElement ToJsonSchema(JsonElement schema)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
            Write(json, schema);
        return JsonElement.Parse(output.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            schema.WriteTo(json);
            return;
        }
        var nullable = schema.TryGetProperty("nullable", out var flag) && flag.ValueKind == JsonValueKind.True;
        json.WriteStartObject();
        foreach (var member in schema.EnumerateObject())
            if (member.Value.ValueKind != JsonValueKind.Null)
                WriteMember(json, ProtoJson.Camel(member.Name), member.Value, nullable);
        json.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter json, string name, JsonElement value, bool nullable)
    {
        switch (name)
        {
            case "nullable":
                return;
            case "type":
                WriteType(json, value, nullable);
                return;
            case "enum" when nullable && value.ValueKind == JsonValueKind.Array:
                json.WritePropertyName(name);
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    item.WriteTo(json);
                json.WriteNullValue();
                json.WriteEndArray();
                return;
            case "example":
                json.WritePropertyName("examples");
                json.WriteStartArray();
                value.WriteTo(json);
                json.WriteEndArray();
                return;
        }
        json.WritePropertyName(name);
        switch (name)
        {
            case "items" or "additionalProperties":
                Write(json, value);
                break;
            case "properties" or "$defs" or "defs" when value.ValueKind == JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Value);
                }
                json.WriteEndObject();
                break;
            case "anyOf" or "oneOf" or "allOf" or "prefixItems" when value.ValueKind == JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(json, item);
                json.WriteEndArray();
                break;
            // 64-bit counts are strings on Google's wire.
            case "minItems" or "maxItems" or "minLength" or "maxLength" or "minProperties" or "maxProperties"
                when value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count):
                json.WriteNumberValue(count);
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static void WriteType(Utf8JsonWriter json, JsonElement value, bool nullable)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } type)
        {
            json.WritePropertyName("type");
            value.WriteTo(json);
            return;
        }
        if (type == "TYPE_UNSPECIFIED")
            return;
        json.WritePropertyName("type");
        if (nullable)
        {
            json.WriteStartArray();
            json.WriteStringValue(NameOf(type));
            json.WriteStringValue("null"u8);
            json.WriteEndArray();
        }
        else
        {
            json.WriteStringValue(NameOf(type));
        }
    }

    private static string NameOf(string type) => type switch
    {
        "STRING" => "string",
        "NUMBER" => "number",
        "INTEGER" => "integer",
        "BOOLEAN" => "boolean",
        "ARRAY" => "array",
        "OBJECT" => "object",
        "NULL" => "null",
        _ => type,
    };
}
