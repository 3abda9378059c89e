using System.Text.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary><c>usageMetadata</c>: thoughts beside the answer's tokens, and what Google's own tools read beside the prompt's.</summary>
internal static class GeminiUsage
{
    /// <summary>Null without any.</summary>
    public static ChatUsage? Read(in JsonElement answer)
    {
        var usage = answer.Get("usageMetadata"u8);
        if (usage.ValueKind != JsonValueKind.Object)
            return null;
        var thoughts = usage.GetCount("thoughtsTokenCount"u8);
        return new ChatUsage(
            usage.GetCount("promptTokenCount"u8) + usage.GetCount("toolUsePromptTokenCount"u8),
            usage.GetCount("candidatesTokenCount"u8) + thoughts)
        {
            Cached = usage.GetCount("cachedContentTokenCount"u8),
            Reasoning = thoughts,
        };
    }

    public static void Write(Utf8JsonWriter json, ChatUsage usage)
    {
        var thoughts = Math.Clamp(usage.Reasoning, 0, usage.Completion);
        json.WritePropertyName("usageMetadata"u8);
        json.WriteStartObject();
        json.WriteNumber("promptTokenCount"u8, usage.Prompt);
        json.WriteNumber("candidatesTokenCount"u8, usage.Completion - thoughts);
        json.WriteNumber("totalTokenCount"u8, usage.Total);
        if (usage.Cached > 0)
            json.WriteNumber("cachedContentTokenCount"u8, usage.Cached);
        if (thoughts > 0)
            json.WriteNumber("thoughtsTokenCount"u8, thoughts);
        json.WriteEndObject();
    }
}
