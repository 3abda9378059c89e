using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Reads how the answer is to look and how much is to be thought before it.</summary>
internal static class TextSettings
{
    public static (OutputFormat? Format, string? Verbosity) Read(Field text, UnknownFields unknown)
    {
        unknown.AddRest(text, ["format", "verbosity"]);
        var verbosity = text["verbosity"];
        if (verbosity.Text() is not (null or "low" or "medium" or "high"))
            throw DialectException.Invalid(verbosity.Path, "expected low, medium or high");
        var said = verbosity.Text();
        return (Format(text["format"], unknown), said is "medium" ? null : said);
    }

    private static OutputFormat? Format(Field format, UnknownFields unknown)
    {
        if (format.IsAbsent)
            return null;
        var type = format["type"];
        switch (type.RequiredText())
        {
            case "text":
                unknown.AddRest(format, ["type"]);
                return null;
            case "json_object":
                unknown.AddRest(format, ["type"]);
                return new(OutputFormatKind.JsonObject);
            case "json_schema":
                unknown.AddRest(format, ["type", "name", "description", "schema", "strict"]);
                return new(OutputFormatKind.JsonSchema)
                {
                    Name = format["name"].RequiredText(),
                    Description = format["description"].Text(),
                    Schema = format["schema"].Object() ?? throw DialectException.Missing(format["schema"].Path),
                    Strict = format["strict"].Flag(),
                };
            default:
                throw DialectException.Invalid(type.Path, "expected text, json_object or json_schema");
        }
    }

    public static ReasoningRequest? Reasoning(Field reasoning, UnknownFields unknown)
    {
        unknown.AddRest(reasoning, ["effort", "summary", "generate_summary", "context", "mode"]);
        Setting(reasoning["context"], "auto", isHint: true, unknown);
        Setting(reasoning["mode"], "standard", isHint: false, unknown);
        var summary = reasoning["summary"].IsAbsent ? reasoning["generate_summary"] : reasoning["summary"];
        Setting(summary, "auto", isHint: true, unknown);
        var effort = reasoning["effort"];
        if (effort.Text() is not (null or "none" or "minimal" or "low" or "medium" or "high" or "xhigh" or "max"))
            throw DialectException.Invalid(effort.Path, "expected none, minimal, low, medium, high, xhigh or max");
        if (effort.IsAbsent && summary.IsAbsent)
            return null;
        var much = effort.Text();
        return new() { Effort = much is "max" ? "xhigh" : much, Shown = summary.IsAbsent ? null : true };
    }

    private static void Setting(Field field, string standard, bool isHint, UnknownFields unknown)
    {
        if (field.Text() is { } value && value != standard)
            unknown.Add(field, isHint);
    }
}
