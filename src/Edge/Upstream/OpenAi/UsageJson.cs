using System.Text.Json;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>Reads a <c>usage</c> object in any of the spellings OpenAI-like providers use.</summary>
internal static class UsageJson
{
    /// <summary>Reads the object the reader stands at and leaves it at its end; null when it holds no figures.</summary>
    public static TokenUsage? Read(ref Utf8JsonReader json)
    {
        long? prompt = null, completion = null, total = null;
        long cached = 0, reasoning = 0;
        while (json.NextMember())
        {
            var name = json.ValueSpan;
            json.Read();
            if (name.SequenceEqual("prompt_tokens"u8) || name.SequenceEqual("input_tokens"u8))
                prompt = Number(ref json) ?? prompt;
            else if (name.SequenceEqual("completion_tokens"u8) || name.SequenceEqual("output_tokens"u8))
                completion = Number(ref json) ?? completion;
            else if (name.SequenceEqual("total_tokens"u8))
                total = Number(ref json);
            else if (name.SequenceEqual("prompt_cache_hit_tokens"u8) || name.SequenceEqual("cached_tokens"u8))
                cached = Math.Max(cached, Number(ref json) ?? 0);
            else if (name.SequenceEqual("prompt_tokens_details"u8) || name.SequenceEqual("input_tokens_details"u8) || name.SequenceEqual("input_token_details"u8))
                cached = Math.Max(cached, Detail(ref json, "cached_tokens"u8));
            else if (name.SequenceEqual("completion_tokens_details"u8) || name.SequenceEqual("output_tokens_details"u8) || name.SequenceEqual("output_token_details"u8))
                reasoning = Math.Max(reasoning, Detail(ref json, "reasoning_tokens"u8));
            else
                json.Skip();
        }

        return ReportedTokens.Of(prompt, completion, total, cached, reasoning);
    }

    /// <summary>The object as OpenAI writes it.</summary>
    public static byte[] Write(TokenUsage usage) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        prompt_tokens = usage.Prompt,
        completion_tokens = usage.Completion,
        total_tokens = usage.Total,
        prompt_tokens_details = new { cached_tokens = usage.Cached },
        completion_tokens_details = new { reasoning_tokens = usage.Reasoning },
    });

    private static long Detail(ref Utf8JsonReader json, ReadOnlySpan<byte> wanted)
    {
        long found = 0;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return 0;
        }

        while (json.NextMember())
        {
            var match = json.ValueSpan.SequenceEqual(wanted);
            json.Read();
            if (match)
                found = Number(ref json) ?? 0;
            else
                json.Skip();
        }

        return found;
    }

    private static long? Number(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.Number)
        {
            json.Skip();
            return null;
        }

        if (json.TryGetInt64(out var whole))
            return Math.Clamp(whole, 0, ReportedTokens.Largest);
        return json.TryGetDouble(out var real) ? (long)Math.Clamp(real, 0, ReportedTokens.Largest) : null;
    }
}
