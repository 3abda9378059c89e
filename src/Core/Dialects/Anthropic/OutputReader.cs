using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Reads what a request says of the form of its answer, and of the thoughts before it.</summary>
internal static class OutputReader
{
    private const int LeastBudget = 1024;

    /// <summary>From <c>output_config</c>, or <c>output_format</c> as it was called at first.</summary>
    public static OutputFormat? ReadFormat(Field body, UnknownFields unknown)
    {
        var config = body["output_config"];
        if (!config.IsAbsent)
            unknown.AddRest(config, ["effort", "format"]);
        var format = config.IsAbsent || config["format"].IsAbsent ? body["output_format"] : config["format"];
        if (format.IsAbsent)
            return null;
        unknown.AddRest(format, ["type", "schema"]);
        if (format["type"].RequiredText() != "json_schema")
            throw DialectException.Invalid(format["type"].Path, "expected 'json_schema'");
        return new OutputFormat(OutputFormatKind.JsonSchema) { Schema = format["schema"].Object() ?? throw DialectException.Missing(format["schema"].Path) };
    }

    public static ReasoningRequest? ReadReasoning(Field body, UnknownFields unknown)
    {
        var config = body["output_config"];
        var effortField = config.IsAbsent ? config : config["effort"];
        var effort = Effort(effortField);
        var thinking = body["thinking"];
        // High is what is done where nothing is said.
        if (thinking.IsAbsent)
            return effort is null or "high" ? null : new ReasoningRequest { Effort = effort };
        unknown.AddRest(thinking, ["type", "budget_tokens", "display"]);
        switch (thinking["type"].RequiredText())
        {
            case "enabled":
                Spare(effortField, unknown);
                return new ReasoningRequest { BudgetTokens = Budget(thinking["budget_tokens"]), Shown = Shown(thinking["display"]) };
            case "adaptive":
                return new ReasoningRequest { Effort = effort, Shown = Shown(thinking["display"]) };
            case "disabled":
                Spare(effortField, unknown);
                return new ReasoningRequest { BudgetTokens = 0 };
            default:
                unknown.Add(thinking);
                return null;
        }
    }

    /// <summary>With tokens given, the effort says no more than how long the words after the thoughts may be.</summary>
    private static void Spare(Field effort, UnknownFields unknown)
    {
        if (!effort.IsAbsent)
            unknown.Add(effort, isHint: true);
    }

    private static string? Effort(Field field) => field.Text() switch
    {
        null => null,
        "low" or "medium" or "high" or "xhigh" => field.Text(),
        "max" => "xhigh",
        _ => throw DialectException.Invalid(field.Path, "expected 'low', 'medium', 'high', 'xhigh' or 'max'"),
    };

    private static int Budget(Field field) => (int?)field.Integer(LeastBudget, int.MaxValue) ?? throw DialectException.Missing(field.Path);

    private static bool? Shown(Field display) => display.Text() switch
    {
        null => null,
        "summarized" => true,
        "omitted" => false,
        _ => throw DialectException.Invalid(display.Path, "expected 'summarized' or 'omitted'"),
    };
}
