using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Gemini's proof of the thoughts behind a call, where Google's own OpenAI-compatible endpoint puts it.</summary>
internal static class CallSignature
{
    public static ThoughtSignature? Read(JsonElement call) =>
        call.ObjectOf("extra_content").ObjectOf("google").WordOf("thought_signature") is { } value ? new ThoughtSignature(Dialect.Gemini, value) : null;

    /// <summary>Nothing for a proof of another make: there is no place for it.</summary>
    public static void Write(Utf8JsonWriter json, ThoughtSignature? signature)
    {
        if (signature is not { Maker: Dialect.Gemini })
            return;
        json.WriteStartObject("extra_content"u8);
        json.WriteStartObject("google"u8);
        json.WriteString("thought_signature"u8, signature.Value);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
