using System.Text.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Tokens as this dialect counts them: what a cache was read from or written to is not among the input.</summary>
internal struct UsageCount
{
    /// <summary>More than any answer has, and few enough of to be added up.</summary>
    private const long Most = 1L << 50;

    private long _input;
    private long _written;
    private long _read;
    private long _output;
    private long _thinking;

    /// <summary>A stream says some of it at its start and states it again at its end: what is said last counts.</summary>
    public void Take(JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Object)
            return;
        Take(usage, "input_tokens", ref _input);
        Take(usage, "cache_creation_input_tokens", ref _written);
        Take(usage, "cache_read_input_tokens", ref _read);
        Take(usage, "output_tokens", ref _output);
        if (usage.Member("output_tokens_details") is { ValueKind: JsonValueKind.Object } details)
            Take(details, "thinking_tokens", ref _thinking);
    }

    public readonly ChatUsage ToChat() => new(_input + _written + _read, _output) { Cached = _read, CacheWritten = _written, Reasoning = _thinking };

    /// <summary>The members of a <c>usage</c>. Clients count on all of them but the last, which is written where there is something to say.</summary>
    public static void Write(Utf8JsonWriter json, ChatUsage usage)
    {
        json.WriteNumber("input_tokens", Math.Max(0, usage.Prompt - usage.Cached - usage.CacheWritten));
        json.WriteNumber("cache_creation_input_tokens", usage.CacheWritten);
        json.WriteNumber("cache_read_input_tokens", usage.Cached);
        json.WriteNumber("output_tokens", usage.Completion);
        if (usage.Reasoning <= 0)
            return;
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("thinking_tokens", usage.Reasoning);
        json.WriteEndObject();
    }

    private static void Take(JsonElement usage, string name, ref long count)
    {
        if (usage.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) && number >= 0)
            count = Math.Min(number, Most);
    }
}
