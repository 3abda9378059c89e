using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>Names of limits are an array of strings.</summary>
internal sealed class LimitNamesJsonConverter : JsonConverter<LimitNames>
{
    public override LimitNames Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var names = new List<string>();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw NoList();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            names.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw NoList());
        return [.. names];
    }

    public override void Write(Utf8JsonWriter writer, LimitNames value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var name in value)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    private static JsonException NoList() => new("must be a list of names of limits, such as [\"tokensPerDay\"]");
}
