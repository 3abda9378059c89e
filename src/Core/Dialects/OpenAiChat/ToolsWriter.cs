using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Writes the tools of a request and how they are to be used.</summary>
internal static class ToolsWriter
{
    public static void Write(Utf8JsonWriter json, ChatRequest request, Omissions omissions)
    {
        // Without tools OpenAI refuses to be told how to use them, and there is nothing to be said.
        if (request.Tools.Count == 0)
            return;
        json.WriteStartArray("tools"u8);
        foreach (var tool in request.Tools)
        {
            if (tool.CacheControl is not null)
                omissions.Drop("cache_control");
            WriteTool(json, tool);
        }
        json.WriteEndArray();
        if (request.ToolChoice is { } choice)
            WriteChoice(json, choice);
        if (request.ParallelToolCalls is { } parallel)
            json.WriteBoolean("parallel_tool_calls"u8, parallel);
    }

    private static void WriteTool(Utf8JsonWriter json, ToolDefinition tool)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, tool.Name);
        if (tool.Description is { } description)
            json.WriteString("description"u8, description);
        if (tool.Parameters is { } parameters)
        {
            json.WritePropertyName("parameters"u8);
            parameters.WriteTo(json);
        }
        if (tool.Strict is { } strict)
            json.WriteBoolean("strict"u8, strict);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, ToolChoice choice)
    {
        if (choice.Mode != ToolChoiceMode.Named)
        {
            json.WriteString("tool_choice"u8, choice.Mode switch
            {
                ToolChoiceMode.None => "none"u8,
                ToolChoiceMode.Required => "required"u8,
                _ => "auto"u8,
            });
            return;
        }
        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, choice.Name);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
