using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Writes functions and the choice among them.</summary>
internal static class ToolWriter
{
    public static void Write(Utf8JsonWriter json, ChatRequest request)
    {
        json.WriteStartArray("tools"u8);
        foreach (var tool in request.Tools)
            Tool(json, tool);
        json.WriteEndArray();
        if (request.ToolChoice is { } choice)
        {
            json.WritePropertyName("tool_choice"u8);
            Choice(json, choice);
        }
        if (request.ParallelToolCalls is false)
            json.WriteBoolean("parallel_tool_calls"u8, false);
    }

    /// <summary>Strictness is always said: here silence means a schema that is rewritten, everywhere else one that is taken as it is.</summary>
    public static void Tool(Utf8JsonWriter json, ToolDefinition tool)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "function"u8);
        json.WriteString("name"u8, tool.Name);
        if (tool.Description is { } description)
            json.WriteString("description"u8, description);
        json.WritePropertyName("parameters"u8);
        if (tool.Parameters is { } parameters)
            parameters.WriteTo(json);
        else
            NoParameters(json);
        json.WriteBoolean("strict"u8, tool.Strict ?? false);
        json.WriteEndObject();
    }

    public static void Choice(Utf8JsonWriter json, ToolChoice? choice)
    {
        switch (choice?.Mode)
        {
            case ToolChoiceMode.Named:
                json.WriteStartObject();
                json.WriteString("type"u8, "function"u8);
                json.WriteString("name"u8, choice.Name);
                json.WriteEndObject();
                break;
            case ToolChoiceMode.Required:
                json.WriteStringValue("required"u8);
                break;
            case ToolChoiceMode.None:
                json.WriteStringValue("none"u8);
                break;
            default:
                json.WriteStringValue("auto"u8);
                break;
        }
    }

    private static void NoParameters(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "object"u8);
        json.WriteStartObject("properties"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
