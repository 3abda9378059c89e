using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Writes the body of a request.</summary>
internal static class RequestWriter
{
    /// <summary>For callers that set no cap, which this dialect cannot go without.</summary>
    private const int DefaultMaxTokens = 8192;

    public static void Write(ChatRequest request, in TargetTraits target, Omissions omissions, IBufferWriter<byte> output)
    {
        IgnoredFields.Drop(request, omissions);
        var version = ClaudeVersion.Of(target.Model);
        var conversation = Conversation.Of(request, omissions);
        var maxTokens = target.Cap(request.MaxOutputTokens ?? DefaultMaxTokens) ?? DefaultMaxTokens;
        var thinking = ThinkingPlan.Of(request.Reasoning, version, maxTokens, conversation.Turns, omissions);
        var draft = new Draft(request, target.Model, maxTokens, conversation, thinking, SamplingPlan.Of(request, version, thinking.IsOn, omissions), omissions);
        JsonOutput.Write(output, draft, static (json, draft) => draft.Write(json));
    }

    private sealed record Draft(
        ChatRequest Request, string Model, int MaxTokens, Conversation Conversation, ThinkingPlan Thinking, SamplingPlan Sampling, Omissions Omissions)
    {
        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("model", Model);
            json.WriteNumber("max_tokens", MaxTokens);
            WriteSystem(json);
            WriteTurns(json);
            ToolWriter.Write(json, Request, Thinking.IsOn, Omissions);
            WriteSampling(json);
            WriteThinking(json);
            WriteOutputConfig(json);
            if (Request.User is { } user)
            {
                json.WriteStartObject("metadata");
                json.WriteString("user_id", user);
                json.WriteEndObject();
            }
            if (Request.ServiceTier == "default")
                json.WriteString("service_tier", "standard_only");
            if (Request.Stream)
                json.WriteBoolean("stream", true);
            json.WriteEndObject();
        }

        private void WriteSystem(Utf8JsonWriter json)
        {
            var system = Conversation.System;
            if (system.Count == 0)
                return;
            if (system.All(static text => text.CacheControl is null))
            {
                json.WriteString("system", string.Join('\n', system.Select(static text => text.Text)));
                return;
            }
            json.WriteStartArray("system");
            foreach (var text in system)
                BlockWriter.WriteText(json, text, text.Text);
            json.WriteEndArray();
        }

        private void WriteTurns(Utf8JsonWriter json)
        {
            json.WriteStartArray("messages");
            foreach (var turn in Conversation.Turns)
            {
                json.WriteStartObject();
                json.WriteString("role", turn.Role == ChatRole.Assistant ? "assistant" : "user");
                if (turn.Parts is [TextPart { CacheControl: null } text])
                {
                    json.WriteString("content", text.Text);
                }
                else
                {
                    json.WriteStartArray("content");
                    foreach (var part in turn.Parts)
                        BlockWriter.Write(json, part, Omissions);
                    json.WriteEndArray();
                }
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }

        private void WriteSampling(Utf8JsonWriter json)
        {
            if (Sampling.Temperature is { } temperature)
                json.WriteNumber("temperature", temperature);
            if (Sampling.TopP is { } topP)
                json.WriteNumber("top_p", topP);
            if (Sampling.TopK is { } topK)
                json.WriteNumber("top_k", topK);
            var stop = Request.Stop.Where(static entry => !string.IsNullOrWhiteSpace(entry)).ToList();
            if (stop.Count < Request.Stop.Count)
                Omissions.Drop(RequestField.Stop);
            if (stop.Count == 0)
                return;
            json.WriteStartArray("stop_sequences");
            foreach (var entry in stop)
                json.WriteStringValue(entry);
            json.WriteEndArray();
        }

        private void WriteThinking(Utf8JsonWriter json)
        {
            if (Thinking.Kind == ThinkingKind.Unsaid)
                return;
            json.WriteStartObject("thinking");
            json.WriteString("type", Thinking.Kind switch { ThinkingKind.Enabled => "enabled", ThinkingKind.Adaptive => "adaptive", _ => "disabled" });
            if (Thinking.Kind == ThinkingKind.Enabled)
                json.WriteNumber("budget_tokens", Thinking.BudgetTokens);
            if (Thinking.Shown is { } shown)
                json.WriteString("display", shown ? "summarized" : "omitted");
            json.WriteEndObject();
        }

        private void WriteOutputConfig(Utf8JsonWriter json)
        {
            var schema = Request.Format is { Kind: not OutputFormatKind.Text } format
                ? format.Schema ?? throw Omissions.Refuse(RequestField.Format)
                : (JsonElement?)null;
            if (schema is null && Thinking.Effort is null)
                return;
            json.WriteStartObject("output_config");
            if (Thinking.Effort is { } effort)
                json.WriteString("effort", effort);
            if (schema is { } value)
            {
                json.WriteStartObject("format");
                json.WriteString("type", "json_schema");
                json.WritePropertyName("schema");
                value.WriteTo(json);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
    }
}
