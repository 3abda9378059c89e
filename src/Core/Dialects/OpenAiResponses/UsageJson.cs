using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Tokens of a response.</summary>
internal static class UsageJson
{
    /// <summary>Null when there are none.</summary>
    public static ChatUsage? Read(JsonElement usage)
    {
        if (usage.CountOf("input_tokens") is not { } prompt || usage.CountOf("output_tokens") is not { } completion)
            return null;
        var input = usage.Member("input_tokens_details");
        return new(prompt, completion)
        {
            Cached = input.CountOf("cached_tokens") ?? 0,
            CacheWritten = input.CountOf("cache_write_tokens") ?? 0,
            Reasoning = usage.Member("output_tokens_details").CountOf("reasoning_tokens") ?? 0,
        };
    }

    /// <summary>The member <c>usage</c>.</summary>
    public static void Write(Utf8JsonWriter json, ChatUsage? usage)
    {
        if (usage is null)
        {
            json.WriteNull("usage"u8);
            return;
        }
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, usage.Prompt);
        json.WriteStartObject("input_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, usage.Cached);
        json.WriteNumber("cache_write_tokens"u8, usage.CacheWritten);
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, usage.Completion);
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, usage.Reasoning);
        json.WriteEndObject();
        json.WriteNumber("total_tokens"u8, usage.Total);
        json.WriteEndObject();
    }
}
