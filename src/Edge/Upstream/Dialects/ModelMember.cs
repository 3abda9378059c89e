using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream.Dialects;

/// <summary>Where an answer names the model that made it.</summary>
internal static class ModelMember
{
    /// <param name="json">An answer, or an event of one, in JSON.</param>
    /// <param name="dialect">What it is written in.</param>
    /// <returns>The value, quotes included; empty where it names none.</returns>
    public static ByteRange Find(ReadOnlySpan<byte> json, Dialect dialect)
    {
        var name = dialect == Dialect.Gemini ? "modelVersion"u8 : "model"u8;
        // Most events do not.
        if (json.IndexOf(name) < 0)
            return default;
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            return Find(ref reader, name, dialect == Dialect.Anthropic);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static ByteRange Find(ref Utf8JsonReader json, ReadOnlySpan<byte> name, bool inMessage)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            return default;
        while (json.NextMember())
        {
            var (found, message) = (json.ValueTextEquals(name), inMessage && json.ValueTextEquals("message"u8));
            json.Read();
            if (found && json.TokenType == JsonTokenType.String)
                return json.Token();
            if (message && Find(ref json, name, inMessage: false) is { IsEmpty: false } within)
                return within;
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                json.Skip();
        }
        return default;
    }
}
