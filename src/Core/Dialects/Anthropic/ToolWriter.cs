using System.Text.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Writes the tools of a provider's request, and which of them may be used.</summary>
internal static class ToolWriter
{
    public static void Write(Utf8JsonWriter json, ChatRequest request, bool thinks, Omissions omissions)
    {
        if (request.Tools.Count == 0)
            return;
        json.WriteStartArray("tools");
        foreach (var tool in request.Tools)
            WriteTool(json, tool);
        json.WriteEndArray();
        WriteChoice(json, Choice(request.ToolChoice, thinks, omissions), isSingle: request.ParallelToolCalls == false);
    }

    private static void WriteTool(Utf8JsonWriter json, ToolDefinition tool)
    {
        json.WriteStartObject();
        json.WriteString("name", tool.Name);
        if (!string.IsNullOrEmpty(tool.Description))
            json.WriteString("description", tool.Description);
        json.WriteStartObject("input_schema");
        // The provider wants it said, and said like this.
        json.WriteString("type", "object");
        if (tool.Parameters is { ValueKind: JsonValueKind.Object } schema)
            foreach (var member in schema.EnumerateObject())
                if (!member.NameEquals("type"))
                    member.WriteTo(json);
        json.WriteEndObject();
        if (tool.CacheControl is { } control)
        {
            json.WritePropertyName("cache_control");
            control.WriteTo(json);
        }
        json.WriteEndObject();
    }

    /// <summary>Nobody can make a model call a tool that is to think first.</summary>
    private static ToolChoice? Choice(ToolChoice? asked, bool thinks, Omissions omissions)
    {
        if (!thinks || asked?.Mode is not (ToolChoiceMode.Required or ToolChoiceMode.Named))
            return asked;
        omissions.Drop(RequestField.ToolChoice);
        return null;
    }

    private static void WriteChoice(Utf8JsonWriter json, ToolChoice? choice, bool isSingle)
    {
        if (choice is null && !isSingle)
            return;
        json.WriteStartObject("tool_choice");
        json.WriteString("type", choice?.Mode switch
        {
            ToolChoiceMode.None => "none",
            ToolChoiceMode.Required => "any",
            ToolChoiceMode.Named => "tool",
            _ => "auto",
        });
        if (choice is { Mode: ToolChoiceMode.Named, Name: { } name })
            json.WriteString("name", name);
        if (isSingle && choice?.Mode != ToolChoiceMode.None)
            json.WriteBoolean("disable_parallel_tool_use", true);
        json.WriteEndObject();
    }
}
