using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Reads the tools of a request and how they are to be used, and the functions that came before them.</summary>
internal sealed class ToolsReader(UnknownFields unknown)
{
    public List<ToolDefinition> Definitions(Field tools, Field functions)
    {
        var definitions = new List<ToolDefinition>();
        foreach (var tool in tools.Items())
        {
            if (tool["type"].RequiredText() != "function")
            {
                unknown.Add(tool);
                continue;
            }
            if (tool["function"].IsAbsent)
                throw DialectException.Missing(tool["function"].Path);
            unknown.AddRest(tool, ["type", "function", "cache_control"]);
            definitions.Add(Definition(tool["function"]) with { CacheControl = (tool["cache_control"] is { IsAbsent: false } mark ? mark : tool["function"]["cache_control"]).Object() });
        }
        foreach (var function in functions.Items())
            definitions.Add(Definition(function));
        return definitions;
    }

    public ToolChoice? Choice(Field choice)
    {
        if (choice.IsAbsent)
            return null;
        if (choice.Value.ValueKind == JsonValueKind.Object)
        {
            if (choice["type"].RequiredText() == "function")
                return Named(choice["function"]);
            unknown.Add(choice);
            return null;
        }
        return choice.Text() switch
        {
            "auto" => new ToolChoice(ToolChoiceMode.Auto),
            "none" => new ToolChoice(ToolChoiceMode.None),
            "required" or "any" => new ToolChoice(ToolChoiceMode.Required),
            _ => throw DialectException.Invalid(choice.Path, "expected none, auto, required or a function"),
        };
    }

    public ToolChoice? LegacyChoice(Field choice) =>
        choice.Value.ValueKind == JsonValueKind.Object ? Named(choice) : Choice(choice);

    private static ToolChoice Named(Field function)
    {
        if (function.IsAbsent)
            throw DialectException.Missing(function.Path);
        return new ToolChoice(ToolChoiceMode.Named, function["name"].RequiredText());
    }

    private ToolDefinition Definition(Field function)
    {
        var name = function["name"].RequiredText();
        unknown.AddRest(function, ["name", "description", "parameters", "strict", "cache_control"]);
        return new ToolDefinition(name, function["description"].Text(), function["parameters"].Object()) { Strict = function["strict"].Flag() };
    }
}
