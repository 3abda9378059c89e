using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>An enum by exactly its names, and neither by number nor in another case.</summary>
internal sealed class EnumNameJsonConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && EnumNames.TryParse<T>(reader.GetString()!, out var value)
            ? value
            : throw new JsonException(EnumNames.Expected<T>());

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EnumNames.TryParse<T>(reader.GetString()!, out var value) ? value : throw new JsonException(EnumNames.Expected<T>());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(EnumNames.NameOf(value));
}
