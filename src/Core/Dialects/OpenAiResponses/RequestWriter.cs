using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Writes a provider's request. Nothing is left with the provider: what was thought comes back sealed, and is sent again.</summary>
internal static class RequestWriter
{
    /// <summary>Fewer are refused by the API.</summary>
    private const int LeastOutputTokens = 16;

    public static void Write(ChatRequest request, in TargetTraits target, Omissions omissions, IBufferWriter<byte> output)
    {
        omissions.DropUnknown(request);
        RefuseInexpressible(request, omissions);
        JsonOutput.Write(output, (request, target, omissions), static (json, call) => Body(json, call.request, call.target, call.omissions));
    }

    private static void RefuseInexpressible(ChatRequest request, Omissions omissions)
    {
        if (request.Stop.Count > 0)
            throw omissions.Refuse(RequestField.Stop);
        if (request.N > 1)
            throw omissions.Refuse(RequestField.N);
        if (request.FrequencyPenalty is { } frequency and not 0)
            throw omissions.Refuse(RequestField.FrequencyPenalty);
        if (request.PresencePenalty is { } presence and not 0)
            throw omissions.Refuse(RequestField.PresencePenalty);
        // A seed is a best effort at most, and clients of other makers state their own default of top_k.
        if (request.Seed is not null)
            omissions.Drop(RequestField.Seed);
        if (request.TopK is not null)
            omissions.Drop(RequestField.TopK);
    }

    private static void Body(Utf8JsonWriter json, ChatRequest request, in TargetTraits target, Omissions omissions)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, target.Model);
        var leading = InputWriter.Leading(request.Messages);
        if (leading > 0)
            json.WriteString("instructions"u8, InputWriter.TextOf(request.Messages, leading));
        json.WriteStartArray("input"u8);
        InputWriter.Write(json, request.Messages, leading, omissions);
        json.WriteEndArray();
        Cap(json, request, target, omissions);
        if (request.Temperature is { } temperature)
            json.WriteNumber("temperature"u8, temperature);
        if (request.TopP is { } topP)
            json.WriteNumber("top_p"u8, topP);
        if (request.Tools.Count > 0)
            ToolWriter.Write(json, request);
        var thinks = EffortOf(request.Reasoning) is not "none" && request.Reasoning is not null;
        Reasoning(json, request.Reasoning);
        Include(json, thinks, request.Logprobs);
        if (request is { Logprobs: true, TopLogprobs: { } likely })
            json.WriteNumber("top_logprobs"u8, likely);
        FormatWriter.Write(json, request.Format, request.Verbosity);
        json.WriteBoolean("store"u8, false);
        if (request.User is { } user)
            json.WriteString("user"u8, user);
        if (request.ServiceTier is { } tier)
            json.WriteString("service_tier"u8, tier);
        if (request.CacheKey is { } key)
            json.WriteString("prompt_cache_key"u8, key);
        if (request.Metadata is { } metadata)
        {
            json.WritePropertyName("metadata"u8);
            metadata.WriteTo(json);
        }
        if (request.Stream)
            json.WriteBoolean("stream"u8, true);
        json.WriteEndObject();
    }

    private static void Cap(Utf8JsonWriter json, ChatRequest request, in TargetTraits target, Omissions omissions)
    {
        if (target.Cap(request.MaxOutputTokens) is not { } cap)
            return;
        if (cap < LeastOutputTokens)
            omissions.Drop(RequestField.MaxOutputTokens);
        json.WriteNumber("max_output_tokens"u8, Math.Max(cap, LeastOutputTokens));
    }

    private static void Reasoning(Utf8JsonWriter json, ReasoningRequest? reasoning)
    {
        var effort = EffortOf(reasoning);
        if (effort is null && reasoning?.Shown is not true)
            return;
        json.WriteStartObject("reasoning"u8);
        if (effort is not null)
            json.WriteString("effort"u8, effort);
        if (reasoning?.Shown is true)
            json.WriteString("summary"u8, "auto"u8);
        json.WriteEndObject();
    }

    private static string? EffortOf(ReasoningRequest? reasoning) => reasoning?.Effort ?? (reasoning?.BudgetTokens is { } tokens ? ThinkingBudgets.EffortOf(tokens) : null);

    private static void Include(Utf8JsonWriter json, bool thinks, bool logprobs)
    {
        if (!thinks && !logprobs)
            return;
        json.WriteStartArray("include"u8);
        if (thinks)
            json.WriteStringValue("reasoning.encrypted_content"u8);
        if (logprobs)
            json.WriteStringValue("message.output_text.logprobs"u8);
        json.WriteEndArray();
    }
}
