using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>
/// Reads a bare string as a plain secret and <c>{"sealed":…}</c> or <c>{"digest":…}</c> as a stored one.
/// Refuses to write a plain secret, so none can reach a store or a response by mistake.
/// </summary>
internal sealed class SecretJsonConverter : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return Secret.Plain(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            throw new JsonException("A secret is a string.");

        var form = reader.GetString();
        reader.Read();
        var value = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("A secret is a string.");
        reader.Read();
        if (reader.TokenType != JsonTokenType.EndObject)
            throw new JsonException("A stored secret has one member.");
        return form switch
        {
            "sealed" => Secret.Sealed(value),
            "digest" => Secret.Digest(value),
            _ => throw new JsonException("A secret is a string."),
        };
    }

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options)
    {
        var form = value.Form switch
        {
            SecretForm.Sealed => "sealed",
            SecretForm.Digest => "digest",
            _ => throw new InvalidOperationException("A plain secret is never written; seal it first."),
        };
        writer.WriteStartObject();
        writer.WriteString(form, value.Reveal());
        writer.WriteEndObject();
    }
}
