using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Reads the functions of a request; tools that the provider runs itself are for its own dialect only.</summary>
internal static class ToolReader
{
    public static List<ToolDefinition> Tools(Field tools, UnknownFields unknown)
    {
        var read = new List<ToolDefinition>();
        foreach (var tool in tools.Items())
        {
            if (tool["type"].RequiredText() is not "function")
            {
                unknown.Add(tool);
                continue;
            }
            unknown.AddRest(tool, ["type", "name", "description", "parameters", "strict", "defer_loading", "allowed_callers"], ["output_schema"]);
            var later = tool["defer_loading"];
            if (later.Flag() is true)
                unknown.Add(later, isHint: true);
            var callers = tool["allowed_callers"];
            foreach (var caller in callers.Items())
            {
                if (caller.Text() is not "direct")
                    unknown.Add(caller);
            }
            read.Add(new(tool["name"].RequiredText(), tool["description"].Text(), tool["parameters"].Object()) { Strict = tool["strict"].Flag() });
        }
        return read;
    }

    public static ToolChoice? Choice(Field choice, UnknownFields unknown)
    {
        if (choice.IsAbsent)
            return null;
        if (choice.Value.ValueKind == JsonValueKind.String)
        {
            return choice.Text() switch
            {
                "auto" => null,
                "none" => new(ToolChoiceMode.None),
                "required" => new(ToolChoiceMode.Required),
                _ => throw DialectException.Invalid(choice.Path, "expected auto, none, required or an object"),
            };
        }
        if (choice["type"].RequiredText() is "function")
        {
            unknown.AddRest(choice, ["type", "name"]);
            return new(ToolChoiceMode.Named, choice["name"].RequiredText());
        }
        unknown.Add(choice);
        return null;
    }
}
