using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>What a response repeats of its request, with OpenAI's defaults for what was not said.</summary>
internal static class RequestEcho
{
    public static void Write(Utf8JsonWriter json, ChatRequest? request, ResponseKeeping? keeping, string? serviceTier)
    {
        json.WriteString("instructions"u8, Instructions(request));
        Number(json, "max_output_tokens", request?.MaxOutputTokens);
        Said(json, "max_tool_calls", request);
        json.WriteBoolean("parallel_tool_calls"u8, request?.ParallelToolCalls ?? true);
        if (keeping?.Previous is { } previous)
            json.WriteString("previous_response_id"u8, previous);
        else
            Said(json, "previous_response_id", request);
        json.WriteString("prompt_cache_key"u8, request?.CacheKey);
        json.WriteStartObject("reasoning"u8);
        json.WriteString("effort"u8, request?.Reasoning?.Effort);
        json.WriteString("summary"u8, request?.Reasoning?.Shown is true ? "auto" : null);
        json.WriteEndObject();
        json.WriteString("service_tier"u8, serviceTier ?? request?.ServiceTier ?? "default");
        json.WriteBoolean("store"u8, keeping?.IsKept ?? request?.Store ?? true);
        json.WriteNumber("temperature"u8, request?.Temperature ?? 1);
        json.WriteStartObject("text"u8);
        FormatWriter.Format(json, request?.Format);
        json.WriteString("verbosity"u8, request?.Verbosity ?? "medium");
        json.WriteEndObject();
        json.WritePropertyName("tool_choice"u8);
        ToolWriter.Choice(json, request?.ToolChoice);
        json.WriteStartArray("tools"u8);
        foreach (var tool in request?.Tools ?? [])
            ToolWriter.Tool(json, tool);
        json.WriteEndArray();
        json.WriteNumber("top_logprobs"u8, request?.TopLogprobs ?? 0);
        json.WriteNumber("top_p"u8, request?.TopP ?? 1);
        json.WriteString("truncation"u8, Unknown(request, "truncation")?.ValueKind is JsonValueKind.String ? "auto" : "disabled");
        json.WriteString("user"u8, request?.User);
        json.WritePropertyName("metadata"u8);
        if (request?.Metadata is { } metadata)
        {
            metadata.WriteTo(json);
        }
        else
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }
    }

    private static string? Instructions(ChatRequest? request) =>
        request?.Messages is [{ Parts: [TextPart { Path: InputReader.Instructions } text, ..] }, ..] ? text.Text : null;

    private static void Number(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    private static void Said(Utf8JsonWriter json, string name, ChatRequest? request)
    {
        json.WritePropertyName(name);
        if (Unknown(request, name) is { } value)
            value.WriteTo(json);
        else
            json.WriteNullValue();
    }

    private static JsonElement? Unknown(ChatRequest? request, string path)
    {
        foreach (var field in request?.Unknown ?? [])
        {
            if (field.Path == path)
                return field.Value;
        }
        return null;
    }
}
