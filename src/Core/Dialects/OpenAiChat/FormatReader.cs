using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Reads <c>response_format</c>.</summary>
internal static class FormatReader
{
    public static OutputFormat? Read(Field format, UnknownFields unknown)
    {
        if (format.IsAbsent)
            return null;
        switch (format["type"].RequiredText())
        {
            case "text":
                return null;
            case "json_object" when format["schema"].Object() is { } schema:
                return new OutputFormat(OutputFormatKind.JsonSchema) { Schema = schema };
            case "json_object":
                return new OutputFormat(OutputFormatKind.JsonObject);
            case "json_schema":
                return Schema(format["json_schema"]);
            default:
                // Grammars and regular expressions of single providers.
                unknown.Add(format);
                return null;
        }
    }

    private static OutputFormat Schema(Field named)
    {
        if (named.IsAbsent)
            throw DialectException.Missing(named.Path);
        return new OutputFormat(OutputFormatKind.JsonSchema)
        {
            Name = named["name"].RequiredText(),
            Description = named["description"].Text(),
            Schema = named["schema"].Object(),
            Strict = named["strict"].Flag(),
        };
    }
}
