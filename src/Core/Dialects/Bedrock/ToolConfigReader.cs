using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Bedrock;

internal static class ToolConfigReader
{
    public static ChatRequest Read(ChatRequest request, Field config, BedrockRequestReader reader)
    {
        foreach (var (name, field) in config.Members())
        {
            if (name is not ("tools" or "toolChoice"))
                reader.Unknown(field);
        }
        return request with { Tools = Tools(config["tools"], reader), ToolChoice = Choice(config["toolChoice"]) };
    }

    private static List<ToolDefinition> Tools(Field items, BedrockRequestReader reader)
    {
        var tools = new List<ToolDefinition>();
        foreach (var item in items.Items())
        {
            foreach (var (name, field) in item.Members())
            {
                if (name == "toolSpec" && !field.IsAbsent)
                    tools.Add(Tool(field));
                else if (name == "cachePoint" && !field.IsAbsent && tools.Count > 0)
                    tools[^1] = tools[^1] with { CacheControl = CachePoints.Read(field) };
                else
                    reader.Unknown(field, isHint: name == "cachePoint");
            }
        }
        return tools;
    }

    private static ToolDefinition Tool(Field spec) =>
        new(spec["name"].RequiredText(), spec["description"].Text(), spec["inputSchema"].IsAbsent ? null : spec["inputSchema"]["json"].Object())
        {
            Strict = spec["strict"].Flag(),
        };

    private static ToolChoice? Choice(Field choice) =>
        choice.IsAbsent ? null
        : !choice["tool"].IsAbsent ? new(ToolChoiceMode.Named, choice["tool"]["name"].RequiredText())
        : !choice["any"].IsAbsent ? new(ToolChoiceMode.Required)
        : !choice["auto"].IsAbsent ? new(ToolChoiceMode.Auto)
        : throw DialectException.Invalid(choice.Path, "expected auto, any or tool");
}
