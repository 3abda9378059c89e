using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Bedrock;

internal static class BedrockRequestWriter
{
    public static void Write(ChatRequest request, in TargetTraits target, Omissions omissions, IBufferWriter<byte> output) =>
        JsonOutput.Write(output, new BedrockPlan(request, target, omissions), static (json, plan) =>
        {
            json.WriteStartObject();
            WriteSystem(json, plan);
            WriteTurns(json, plan);
            WriteInference(json, plan);
            ToolConfigWriter.Write(json, plan);
            ModelFieldsWriter.Write(json, plan);
            OptionsWriter.Write(json, plan);
            json.WriteEndObject();
        });

    private static void WriteSystem(Utf8JsonWriter json, BedrockPlan plan)
    {
        if (plan.Turns.System.Count == 0)
            return;
        json.WriteStartArray("system");
        var writer = new ContentWriter(json, plan.Omissions, plan.Documents, plan.Model.Caches);
        foreach (var part in plan.Turns.System)
        {
            if (part is not TextPart)
                throw plan.Omissions.Refuse(part.Path);
            writer.Write(part);
        }
        json.WriteEndArray();
    }

    private static void WriteTurns(Utf8JsonWriter json, BedrockPlan plan)
    {
        json.WriteStartArray("messages");
        var writer = new ContentWriter(json, plan.Omissions, plan.Documents, plan.Model.Caches);
        foreach (var turn in plan.Turns.Turns)
        {
            json.WriteStartObject();
            json.WriteString("role", turn.IsAssistant ? "assistant" : "user");
            json.WriteStartArray("content");
            foreach (var part in turn.Parts)
                writer.Write(part);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteInference(Utf8JsonWriter json, BedrockPlan plan)
    {
        var stop = plan.Request.Stop.Where(sequence => !string.IsNullOrWhiteSpace(sequence)).ToList();
        if (plan.MaxTokens is null && plan.Sampling is { Temperature: null, TopP: null } && stop.Count == 0)
            return;
        json.WriteStartObject("inferenceConfig");
        if (plan.MaxTokens is { } tokens)
            json.WriteNumber("maxTokens", tokens);
        if (plan.Sampling.Temperature is { } temperature)
            json.WriteNumber("temperature", temperature);
        if (plan.Sampling.TopP is { } top)
            json.WriteNumber("topP", top);
        if (stop.Count > 0)
        {
            json.WriteStartArray("stopSequences");
            foreach (var sequence in stop)
                json.WriteStringValue(sequence);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
