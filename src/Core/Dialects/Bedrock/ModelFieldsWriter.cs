using System.Text.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>What Converse passes on to a model as it is, in the model's own words.</summary>
internal static class ModelFieldsWriter
{
    public static void Write(Utf8JsonWriter json, BedrockPlan plan)
    {
        var hasThinking = plan.Reasoning.Mode != ThinkingMode.Unsaid;
        var hasEffort = plan.Model.Family == ModelFamily.OpenAi && plan.Reasoning.Effort is not null;
        if (hasThinking || hasEffort || plan.Sampling.TopK is not null || plan.Tools.IsSingle)
        {
            json.WriteStartObject("additionalModelRequestFields");
            WriteTopK(json, plan);
            if (hasThinking)
                WriteThinking(json, plan);
            if (hasEffort)
                json.WriteString("reasoning_effort", plan.Reasoning.Effort);
            if (plan.Tools.IsSingle)
                WriteSingleCalls(json, plan.Tools.Choice);
            json.WriteEndObject();
        }
        if (plan.Model.IsClaude && plan.Request.Stop.Count > 0)
            WriteWantedFields(json);
    }

    private static void WriteTopK(Utf8JsonWriter json, BedrockPlan plan)
    {
        if (plan.Sampling.TopK is not { } top)
            return;
        if (plan.Model.IsClaude)
        {
            json.WriteNumber("top_k", top);
            return;
        }
        json.WriteStartObject("inferenceConfig");
        json.WriteNumber("topK", top);
        json.WriteEndObject();
    }

    private static void WriteThinking(Utf8JsonWriter json, BedrockPlan plan)
    {
        json.WriteStartObject("thinking");
        json.WriteString("type", plan.Reasoning.Mode switch
        {
            ThinkingMode.Budget => "enabled",
            ThinkingMode.Adaptive => "adaptive",
            _ => "disabled",
        });
        if (plan.Reasoning.Mode == ThinkingMode.Budget)
            json.WriteNumber("budget_tokens", plan.Reasoning.Budget);
        if (plan.Reasoning.Mode == ThinkingMode.Adaptive && plan.Request.Reasoning?.Shown is { } shown)
            json.WriteString("display", shown ? "summarized" : "omitted");
        json.WriteEndObject();
    }

    private static void WriteSingleCalls(Utf8JsonWriter json, ToolChoice? choice)
    {
        json.WriteStartObject("tool_choice");
        json.WriteString("type", choice?.Mode switch
        {
            ToolChoiceMode.Required => "any",
            ToolChoiceMode.Named => "tool",
            _ => "auto",
        });
        if (choice?.Mode == ToolChoiceMode.Named)
            json.WriteString("name", choice.Name);
        json.WriteBoolean("disable_parallel_tool_use", true);
        json.WriteEndObject();
    }

    /// <summary>Converse itself does not say which stop sequence was met. Pointers that lead nowhere are ignored.</summary>
    private static void WriteWantedFields(Utf8JsonWriter json)
    {
        json.WriteStartArray("additionalModelResponseFieldPaths");
        json.WriteStringValue("/stop_sequence");
        json.WriteStringValue("/delta/stop_sequence");
        json.WriteEndArray();
    }
}
