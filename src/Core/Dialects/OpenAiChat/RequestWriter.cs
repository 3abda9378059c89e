using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Writes the body of a request for OpenAI, and for those who are compatible with it as far as that is one thing.</summary>
internal static class RequestWriter
{
    public static void Write(ChatRequest request, in TargetTraits target, Omissions omissions, IBufferWriter<byte> output)
    {
        omissions.DropUnknown(request);
        // OpenAI takes labels for answers it stores only.
        if (request.Metadata is not null)
            omissions.Drop(RequestField.Metadata);
        if (request.TopK is not null && !target.TakesTopK)
            omissions.Drop(RequestField.TopK);
        JsonOutput.Write(output, (request, target, omissions), static (json, call) => WriteBody(json, call.request, call.target, call.omissions));
    }

    private static void WriteBody(Utf8JsonWriter json, ChatRequest request, in TargetTraits target, Omissions omissions)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, target.Model);
        new MessageWriter(json, target, omissions).Write(request.Messages);
        ToolsWriter.Write(json, request, omissions);
        if (target.Cap(request.MaxOutputTokens) is { } cap)
            json.WriteNumber(target.CapMember ?? (IsReasoningModel(target.Model) ? "max_completion_tokens" : "max_tokens"), cap);
        WriteSampling(json, request, target);
        if (request.Format is { } format)
            WriteFormat(json, format);
        if (Effort(request.Reasoning) is { } effort)
            json.WriteString("reasoning_effort"u8, effort);
        WriteText(json, "user"u8, request.User);
        WriteText(json, "service_tier"u8, request.ServiceTier);
        WriteText(json, "verbosity"u8, request.Verbosity);
        WriteText(json, "prompt_cache_key"u8, request.CacheKey);
        if (request.Stream)
        {
            json.WriteBoolean("stream"u8, true);
            // Always, whatever the caller wants: calls are accounted by it.
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>OpenAI's models that refuse <c>max_tokens</c> and know developers; others often know neither word.</summary>
    public static bool IsReasoningModel(string model) =>
        model.StartsWith("o1", StringComparison.Ordinal) || model.StartsWith("o3", StringComparison.Ordinal)
        || model.StartsWith("o4", StringComparison.Ordinal) || model.StartsWith("gpt-5", StringComparison.Ordinal);

    private static void WriteSampling(Utf8JsonWriter json, ChatRequest request, in TargetTraits target)
    {
        WriteNumber(json, "temperature"u8, request.Temperature);
        WriteNumber(json, "top_p"u8, request.TopP);
        if (target.TakesTopK)
            WriteNumber(json, "top_k"u8, request.TopK);
        WriteNumber(json, "frequency_penalty"u8, request.FrequencyPenalty);
        WriteNumber(json, "presence_penalty"u8, request.PresencePenalty);
        if (request.Seed is { } seed)
            json.WriteNumber("seed"u8, seed);
        WriteNumber(json, "n"u8, request.N);
        if (request.Logprobs)
        {
            json.WriteBoolean("logprobs"u8, true);
            WriteNumber(json, "top_logprobs"u8, request.TopLogprobs);
        }
        if (request.Stop.Count == 0)
            return;
        json.WriteStartArray("stop"u8);
        foreach (var stop in request.Stop)
            json.WriteStringValue(stop);
        json.WriteEndArray();
    }

    private static void WriteFormat(Utf8JsonWriter json, OutputFormat format)
    {
        if (format.Kind == OutputFormatKind.Text)
            return;
        json.WriteStartObject("response_format"u8);
        if (format.Kind == OutputFormatKind.JsonObject)
        {
            json.WriteString("type"u8, "json_object"u8);
        }
        else
        {
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteStartObject("json_schema"u8);
            json.WriteString("name"u8, format.Name ?? "answer");
            WriteText(json, "description"u8, format.Description);
            if (format.Schema is { } schema)
            {
                json.WritePropertyName("schema"u8);
                schema.WriteTo(json);
            }
            if (format.Strict is { } strict)
                json.WriteBoolean("strict"u8, strict);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static string? Effort(ReasoningRequest? reasoning) => reasoning?.Effort ?? (reasoning?.BudgetTokens is { } tokens ? ThinkingBudgets.EffortOf(tokens) : null);

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }
}
