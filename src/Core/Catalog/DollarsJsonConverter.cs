using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>An amount of money, with a message of its own where there is none: the serializer's names a type of .NET.</summary>
internal sealed class DollarsJsonConverter : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var dollars)
            ? dollars
            : throw new JsonException("must be an amount of US dollars as a number, such as 250 or 0.05");

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
