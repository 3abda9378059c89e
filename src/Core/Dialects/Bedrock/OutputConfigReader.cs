using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Bedrock;

internal static class OutputConfigReader
{
    public static ChatRequest Read(ChatRequest request, Field config, BedrockRequestReader reader)
    {
        foreach (var (name, field) in config.Members())
        {
            if (field.IsAbsent)
                continue;
            if (name == "textFormat")
                request = request with { Format = Format(field) };
            else if (name == "effort")
                request = request with { Reasoning = (request.Reasoning ?? new ReasoningRequest()) with { Effort = field.Text() } };
            else
                reader.Unknown(field);
        }
        return request;
    }

    private static OutputFormat Format(Field format)
    {
        if (format["type"].RequiredText() != "json_schema")
            throw DialectException.Invalid(format["type"].Path, "expected json_schema");
        var definition = format["structure"]["jsonSchema"];
        return new(OutputFormatKind.JsonSchema)
        {
            Name = definition["name"].Text(),
            Description = definition["description"].Text(),
            Schema = Schema(definition["schema"]),
        };
    }

    /// <summary>The schema is a text that holds JSON.</summary>
    private static JsonElement Schema(Field schema)
    {
        try
        {
            return JsonElement.Parse(schema.RequiredText());
        }
        catch (JsonException)
        {
            throw DialectException.Invalid(schema.Path, "it is no JSON");
        }
    }
}
