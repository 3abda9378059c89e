using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Probabilities of tokens: an array here, the member <c>content</c> of an object in the common form.</summary>
internal static class LogprobJson
{
    /// <summary>The common form of these tokens; null without any.</summary>
    public static JsonElement? Common(List<JsonElement> tokens)
    {
        if (tokens.Count == 0)
            return null;
        var buffer = new ArrayBufferWriter<byte>();
        JsonOutput.Write(buffer, tokens, static (json, tokens) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("content"u8);
            foreach (var token in tokens)
                token.WriteTo(json);
            json.WriteEndArray();
            json.WriteNull("refusal"u8);
            json.WriteEndObject();
        });
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>Adds the tokens of the common form that clients can read.</summary>
    public static void Gather(JsonElement? common, List<JsonElement> into)
    {
        if (common?.Member("content") is not { ValueKind: JsonValueKind.Array } tokens)
            return;
        foreach (var token in tokens.EnumerateArray())
        {
            if (token.TextOf("token") is not null && token.Member("logprob").ValueKind == JsonValueKind.Number)
                into.Add(token);
        }
    }

    /// <summary>The member <c>logprobs</c>.</summary>
    public static void Write(Utf8JsonWriter json, List<JsonElement> tokens)
    {
        json.WriteStartArray("logprobs"u8);
        foreach (var token in tokens)
        {
            json.WriteStartObject();
            Token(json, token);
            json.WriteStartArray("top_logprobs"u8);
            if (token.Member("top_logprobs") is { ValueKind: JsonValueKind.Array } likely)
            {
                foreach (var other in likely.EnumerateArray())
                    Likely(json, other);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Likely(Utf8JsonWriter json, JsonElement token)
    {
        if (token.TextOf("token") is null || token.Member("logprob").ValueKind != JsonValueKind.Number)
            return;
        json.WriteStartObject();
        Token(json, token);
        json.WriteEndObject();
    }

    private static void Token(Utf8JsonWriter json, JsonElement token)
    {
        json.WritePropertyName("token"u8);
        token.Member("token").WriteTo(json);
        json.WritePropertyName("logprob"u8);
        token.Member("logprob").WriteTo(json);
        if (token.Member("bytes") is { ValueKind: JsonValueKind.Array } bytes)
        {
            json.WriteStartArray("bytes"u8);
            foreach (var value in bytes.EnumerateArray())
            {
                if (value.ValueKind == JsonValueKind.Number)
                    value.WriteTo(json);
            }
            json.WriteEndArray();
        }
    }
}
