using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>A whole number, with a message of its own where there is none: the serializer's names a type of .NET.</summary>
internal sealed class CountJsonConverter : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)
            ? number
            : throw new JsonException("must be a whole number in digits only, such as 600");

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
