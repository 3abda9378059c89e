using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Reads the tools of a request, and which of them may be used.</summary>
internal static class ToolReader
{
    private static readonly string[] Known = ["type", "name", "description", "input_schema", "strict", "cache_control", "allowed_callers", "defer_loading"];

    /// <summary>The provider's own tools, which are of another type, are unknown.</summary>
    public static List<ToolDefinition> ReadTools(Field field, UnknownFields unknown)
    {
        var tools = new List<ToolDefinition>();
        foreach (var tool in field.Items())
        {
            if (tool["type"].Text() is null or "custom")
                tools.Add(ReadTool(tool, unknown));
            else
                unknown.Add(tool);
        }
        return tools;
    }

    public static (ToolChoice? Choice, bool? Parallel) ReadChoice(Field field, UnknownFields unknown)
    {
        if (field.IsAbsent)
            return default;
        unknown.AddRest(field, ["type", "name", "disable_parallel_tool_use"]);
        var type = field["type"];
        var choice = type.RequiredText() switch
        {
            "auto" => null,
            "any" => new ToolChoice(ToolChoiceMode.Required),
            "none" => new ToolChoice(ToolChoiceMode.None),
            "tool" => new ToolChoice(ToolChoiceMode.Named, field["name"].RequiredText()),
            _ => throw DialectException.Invalid(type.Path, "expected 'auto', 'any', 'tool' or 'none'"),
        };
        return (choice, field["disable_parallel_tool_use"].Flag() == true ? false : null);
    }

    private static ToolDefinition ReadTool(Field tool, UnknownFields unknown)
    {
        unknown.AddRest(tool, Known, ["eager_input_streaming", "input_examples"]);
        if (tool["defer_loading"] is { IsAbsent: false } deferred && deferred.Flag() == true)
            unknown.Add(deferred, isHint: true);
        if (tool["allowed_callers"] is { IsAbsent: false } callers && !callers.Items().TrueForAll(static caller => caller.Text() == "direct"))
            unknown.Add(callers);
        var schema = tool["input_schema"];
        return new ToolDefinition(tool["name"].RequiredText(), tool["description"].Text(), Schema(schema))
        {
            Strict = tool["strict"].Flag(),
            CacheControl = tool["cache_control"].Object(),
        };
    }

    private static JsonElement Schema(Field schema)
    {
        var value = schema.Object() ?? throw DialectException.Missing(schema.Path);
        return schema["type"].Text() == "object" ? value : throw DialectException.Invalid(schema["type"].Path, "expected 'object'");
    }
}
