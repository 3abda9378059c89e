using System.Text.Json;
using AiGateway.Core.Dialects.Json;
using AiGateway.Core.Dialects.OpenAiResponses;

namespace AiGateway.Core.Dialects.OpenAiCompletions;

/// <summary>Probabilities of tokens: four lists side by side here, one list of objects in the common form.</summary>
internal static class TokensJson
{
    /// <summary>The tokens of the common form; null without any.</summary>
    public static List<JsonElement>? Of(JsonElement? common)
    {
        var tokens = new List<JsonElement>();
        LogprobJson.Gather(common, tokens);
        return tokens.Count > 0 ? tokens : null;
    }

    /// <summary>Characters they stand for, as Python counts them.</summary>
    public static int Length(List<JsonElement> tokens)
    {
        var length = 0;
        foreach (var token in tokens)
            length += Length(token);
        return length;
    }

    /// <param name="offset">Where in the text the first one begins.</param>
    public static void Write(Utf8JsonWriter json, List<JsonElement> tokens, int offset)
    {
        json.WriteStartObject();
        json.WriteStartArray("text_offset"u8);
        foreach (var token in tokens)
        {
            json.WriteNumberValue(offset);
            offset += Length(token);
        }
        json.WriteEndArray();
        json.WriteStartArray("token_logprobs"u8);
        foreach (var token in tokens)
            token.Member("logprob").WriteTo(json);
        json.WriteEndArray();
        json.WriteStartArray("tokens"u8);
        foreach (var token in tokens)
            json.WriteStringValue(token.TextOf("token"));
        json.WriteEndArray();
        json.WriteStartArray("top_logprobs"u8);
        foreach (var token in tokens)
            WriteLikely(json, token);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The token itself is among them, and none is named twice: pieces of one sign may look alike.</summary>
    private static void WriteLikely(Utf8JsonWriter json, JsonElement token)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        json.WriteStartObject();
        foreach (var other in token.ItemsOf("top_logprobs"))
            WriteOne(json, other, written);
        WriteOne(json, token, written);
        json.WriteEndObject();
    }

    private static void WriteOne(Utf8JsonWriter json, JsonElement token, HashSet<string> written)
    {
        if (token.TextOf("token") is not { } name || token.Member("logprob") is not { ValueKind: JsonValueKind.Number } logprob || !written.Add(name))
            return;
        json.WritePropertyName(name);
        logprob.WriteTo(json);
    }

    private static int Length(JsonElement token)
    {
        var length = 0;
        foreach (var _ in token.TextOf("token")!.EnumerateRunes())
            length++;
        return length;
    }
}
