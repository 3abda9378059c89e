using System.Text.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>Converse counts what it read from a cache or wrote to one apart from the other input tokens.</summary>
internal static class BedrockUsage
{
    public static ChatUsage? Read(JsonElement parent)
    {
        if (parent.Member("usage") is not { } usage)
            return null;
        var (read, written) = (usage.Count("cacheReadInputTokens") ?? 0, usage.Count("cacheWriteInputTokens") ?? 0);
        return new((usage.Count("inputTokens") ?? 0) + read + written, usage.Count("outputTokens") ?? 0) { Cached = read, CacheWritten = written };
    }

    public static void Write(Utf8JsonWriter json, ChatUsage usage)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("inputTokens", Math.Max(0, usage.Prompt - usage.Cached - usage.CacheWritten));
        json.WriteNumber("outputTokens", usage.Completion);
        json.WriteNumber("totalTokens", usage.Total);
        json.WriteNumber("cacheReadInputTokens", usage.Cached);
        json.WriteNumber("cacheWriteInputTokens", usage.CacheWritten);
        json.WriteEndObject();
    }
}
