using System.Text.Json;
using AiGateway.Core.Dialects.Json;
using AiGateway.Core.Usage;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>A <c>usage</c> object in any of the spellings OpenAI-like providers use.</summary>
internal static class UsageJson
{
    /// <summary>The usage an answer or chunk reports: its own, Groq's beside it, or Kimi's within a choice; null without figures.</summary>
    public static ChatUsage? Find(JsonElement root)
    {
        if ((Read(root.ObjectOf("usage")) ?? Read(root.ObjectOf("x_groq").ObjectOf("usage"))) is { } usage)
            return usage;
        foreach (var choice in root.ArrayOf("choices").Items())
        {
            if (Read(choice.ObjectOf("usage")) is { } within)
                return within;
        }
        return null;
    }

    /// <summary>Null when it holds no figures.</summary>
    public static ChatUsage? Read(JsonElement usage)
    {
        var prompt = Number(usage, "prompt_tokens") ?? Number(usage, "input_tokens");
        var completion = Number(usage, "completion_tokens") ?? Number(usage, "output_tokens");
        var total = Number(usage, "total_tokens");
        var into = Either(usage, "prompt_tokens_details", "input_tokens_details");
        var outOf = Either(usage, "completion_tokens_details", "output_tokens_details");
        var cached = Most(
            Number(usage, "prompt_cache_hit_tokens"), Number(usage, "cached_tokens"), Number(usage, "cache_read_input_tokens"), Number(into, "cached_tokens"));
        var written = Most(
            Number(usage, "cache_creation_input_tokens"), Number(into, "cache_write_tokens"), Number(into, "cache_creation_tokens"), null);
        return ReportedTokens.Of(prompt, completion, total, cached, Number(outOf, "reasoning_tokens") ?? 0) is { } tokens
            ? new ChatUsage(tokens.Prompt, tokens.Completion) { Cached = tokens.Cached, CacheWritten = Math.Min(written, tokens.Prompt - tokens.Cached), Reasoning = tokens.Reasoning }
            : null;
    }

    public static void Write(Utf8JsonWriter json, ChatUsage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, usage.Prompt);
        json.WriteNumber("completion_tokens"u8, usage.Completion);
        json.WriteNumber("total_tokens"u8, usage.Total);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, usage.Cached);
        if (usage.CacheWritten > 0)
            json.WriteNumber("cache_write_tokens"u8, usage.CacheWritten);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, usage.Reasoning);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static JsonElement Either(JsonElement holder, string name, string other) =>
        holder.ObjectOf(name) is { ValueKind: JsonValueKind.Object } details ? details : holder.ObjectOf(other);

    private static long Most(long? a, long? b, long? c, long? d) => Math.Max(Math.Max(a ?? 0, b ?? 0), Math.Max(c ?? 0, d ?? 0));

    private static long? Number(JsonElement holder, string name)
    {
        if (holder.ValueKind != JsonValueKind.Object || !holder.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Number)
            return null;
        if (value.TryGetInt64(out var whole))
            return Math.Clamp(whole, 0, ReportedTokens.Largest);
        return value.TryGetDouble(out var real) ? (long)Math.Clamp(real, 0, ReportedTokens.Largest) : null;
    }
}
