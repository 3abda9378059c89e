using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary><c>tools</c> and <c>toolConfig</c> of a client's request. What Google runs itself, such as its search, nobody else can.</summary>
internal sealed class ToolReader(List<UnknownField> unknown)
{
    private readonly List<ToolDefinition> _tools = [];

    public IReadOnlyList<ToolDefinition> Tools => _tools;

    public ToolChoice? Choice { get; private set; }

    public void ReadTools(Field tools)
    {
        foreach (var tool in tools.Many())
            foreach (var (name, field) in tool.Present())
            {
                if (name == "functionDeclarations")
                    field.Many().ForEach(ReadDeclaration);
                else
                    Leave(field);
            }
    }

    public void ReadConfig(Field config)
    {
        foreach (var (name, field) in config.Present())
        {
            if (name == "functionCallingConfig")
                ReadCalling(field);
            else
                Leave(field);
        }
    }

    private void ReadDeclaration(Field declaration)
    {
        string? called = null;
        string? description = null;
        JsonElement? parameters = null;
        foreach (var (name, field) in declaration.Present())
        {
            switch (name)
            {
                case "name":
                    called = field.RequiredText();
                    break;
                case "description":
                    description = field.Text();
                    break;
                case "parameters":
                    parameters = OpenApiSchema.ToJsonSchema(field.Object()!.Value);
                    break;
                case "parametersJsonSchema":
                    parameters = field.Object();
                    break;
                default:
                    unknown.Add(new UnknownField(field.Path, field.Value, name is "response" or "responseJsonSchema" or "behavior"));
                    break;
            }
        }
        _tools.Add(new ToolDefinition(called ?? throw DialectException.Missing(declaration["name"].Path), description, parameters));
    }

    private void ReadCalling(Field calling)
    {
        var names = new List<string>();
        Field? allowed = null;
        foreach (var (name, field) in calling.Present())
        {
            switch (name)
            {
                case "mode":
                    Choice = ChoiceOf(field);
                    break;
                case "allowedFunctionNames":
                    allowed = field;
                    names = field.Many().ConvertAll(item => item.RequiredText());
                    break;
                default:
                    unknown.Add(new UnknownField(field.Path, field.Value, name == "streamFunctionCallArguments"));
                    break;
            }
        }
        if (names.Count == 0)
            return;
        if (Choice?.Mode == ToolChoiceMode.Required && names.Count == 1)
            Choice = new ToolChoice(ToolChoiceMode.Named, names[0]);
        else if (allowed is { } several)
            Leave(several);
    }

    private ToolChoice? ChoiceOf(Field mode)
    {
        switch (mode.Text()?.ToUpperInvariant())
        {
            case "AUTO":
                return new ToolChoice(ToolChoiceMode.Auto);
            case "ANY":
                return new ToolChoice(ToolChoiceMode.Required);
            case "NONE":
                return new ToolChoice(ToolChoiceMode.None);
            case "MODE_UNSPECIFIED":
                return null;
            case "VALIDATED":
                // Calls or text as the model likes, with arguments held to the schema: without that it is AUTO.
                unknown.Add(new UnknownField(mode.Path, mode.Value, IsHint: true));
                return new ToolChoice(ToolChoiceMode.Auto);
            default:
                throw DialectException.Invalid(mode.Path, "expected AUTO, ANY, NONE or VALIDATED");
        }
    }

    private void Leave(Field field) => unknown.Add(new UnknownField(field.Path, field.Value, IsHint: false));
}
