using System.Text.Json;

namespace AiGateway.Core.Dialects.Bedrock;

internal static class ToolConfigWriter
{
    public static void Write(Utf8JsonWriter json, BedrockPlan plan)
    {
        if (plan.Tools.Declared.Count == 0)
            return;
        json.WriteStartObject("toolConfig");
        json.WriteStartArray("tools");
        foreach (var tool in plan.Tools.Declared)
            WriteTool(json, tool, plan.Model);
        json.WriteEndArray();
        // Said once: in Claude's own words where these say more.
        if (plan.Tools.Choice is { } choice && !plan.Tools.IsSingle)
            WriteChoice(json, choice);
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, ToolDefinition tool, ModelTraits model)
    {
        json.WriteStartObject();
        json.WriteStartObject("toolSpec");
        json.WriteString("name", tool.Name);
        if (!string.IsNullOrEmpty(tool.Description))
            json.WriteString("description", tool.Description);
        if (tool.Strict == true)
            json.WriteBoolean("strict", true);
        json.WriteStartObject("inputSchema");
        json.WritePropertyName("json");
        WriteSchema(json, tool.Parameters);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        // Nova caches the rest of a prompt, not its tools.
        if (tool.CacheControl is { } mark && model.Caches && model.Family != ModelFamily.Nova)
            CachePoints.Write(json, mark);
    }

    /// <summary>The schema must say that it is one of an object.</summary>
    private static void WriteSchema(Utf8JsonWriter json, JsonElement? schema)
    {
        if (schema is { ValueKind: JsonValueKind.Object } own && own.TryGetProperty("type", out _))
        {
            own.WriteTo(json);
            return;
        }
        json.WriteStartObject();
        json.WriteString("type", "object");
        if (schema is { ValueKind: JsonValueKind.Object } untyped)
        {
            foreach (var member in untyped.EnumerateObject())
                member.WriteTo(json);
        }
        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, ToolChoice choice)
    {
        json.WriteStartObject("toolChoice");
        json.WriteStartObject(choice.Mode == ToolChoiceMode.Named ? "tool" : "any");
        if (choice.Mode == ToolChoiceMode.Named)
            json.WriteString("name", choice.Name);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
