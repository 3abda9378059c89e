using System.Text.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary><c>tools</c> and <c>toolConfig</c> of a provider's request.</summary>
internal static class ToolWriter
{
    public static void Write(Utf8JsonWriter json, ChatRequest request, Omissions omissions)
    {
        if (request.ParallelToolCalls == false)
            omissions.Drop(RequestField.ParallelToolCalls);
        if (request.Tools.Count == 0)
            return;
        json.WritePropertyName("tools"u8);
        json.WriteStartArray();
        json.WriteStartObject();
        json.WritePropertyName("functionDeclarations"u8);
        json.WriteStartArray();
        foreach (var tool in request.Tools)
            WriteDeclaration(json, tool, omissions);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        if (request.ToolChoice is { } choice)
            WriteChoice(json, choice);
    }

    private static void WriteDeclaration(Utf8JsonWriter json, ToolDefinition tool, Omissions omissions)
    {
        if (tool.Strict == true)
            omissions.Drop(RequestField.ToolStrict);
        json.WriteStartObject();
        json.WriteString("name"u8, tool.Name);
        if (tool.Description is not null)
            json.WriteString("description"u8, tool.Description);
        if (tool.Parameters is { } parameters)
        {
            json.WritePropertyName("parametersJsonSchema"u8);
            parameters.WriteTo(json);
        }
        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, ToolChoice choice)
    {
        json.WritePropertyName("toolConfig"u8);
        json.WriteStartObject();
        json.WritePropertyName("functionCallingConfig"u8);
        json.WriteStartObject();
        json.WriteString("mode"u8, choice.Mode switch
        {
            ToolChoiceMode.Auto => "AUTO"u8,
            ToolChoiceMode.None => "NONE"u8,
            _ => "ANY"u8,
        });
        if (choice is { Mode: ToolChoiceMode.Named, Name: { } name })
        {
            json.WritePropertyName("allowedFunctionNames"u8);
            json.WriteStartArray();
            json.WriteStringValue(name);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
