using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary><c>thinkingConfig</c>, both ways.</summary>
internal static class GeminiThinking
{
    public static ReasoningRequest Read(Field config, List<UnknownField> unknown)
    {
        // Google's clients are shown no thoughts unless they ask for them.
        var reasoning = new ReasoningRequest { Shown = false };
        foreach (var (name, field) in config.Present())
        {
            switch (name)
            {
                case "includeThoughts":
                    reasoning = reasoning with { Shown = field.Flag() };
                    break;
                case "thinkingBudget":
                    // -1 lets the model decide, as it does when nothing is said.
                    reasoning = reasoning with { BudgetTokens = field.Whole(-1, int.MaxValue) is >= 0 and var budget ? (int)budget : null };
                    break;
                case "thinkingLevel":
                    reasoning = reasoning with { Effort = EffortOf(field) };
                    break;
                default:
                    unknown.Add(new UnknownField(field.Path, field.Value, IsHint: false));
                    break;
            }
        }
        return reasoning;
    }

    /// <summary>Third-generation models take a level, earlier ones tokens.</summary>
    public static void Write(Utf8JsonWriter json, ReasoningRequest reasoning, string model)
    {
        var wanted = reasoning.Effort is not null and not "none" || reasoning.BudgetTokens > 0 || (reasoning is { Effort: null, BudgetTokens: null, Shown: true });
        var tokens = reasoning.BudgetTokens;
        string? level = null;
        if (tokens is null && reasoning.Effort is { } effort)
        {
            if (GeminiModels.TakesLevels(model))
                level = GeminiModels.LevelOf(effort, model);
            else
                tokens = ThinkingBudgets.Of(effort);
        }
        if (level is null && tokens is null && !wanted)
            return;
        json.WritePropertyName("thinkingConfig"u8);
        json.WriteStartObject();
        if (level is not null)
            json.WriteString("thinkingLevel"u8, level);
        if (tokens is { } budget)
            json.WriteNumber("thinkingBudget"u8, budget);
        if (wanted && reasoning.Shown != false)
            json.WriteBoolean("includeThoughts"u8, true);
        json.WriteEndObject();
    }

    private static string? EffortOf(Field field) => field.Text()?.ToUpperInvariant() switch
    {
        "MINIMAL" => "minimal",
        "LOW" => "low",
        "MEDIUM" => "medium",
        "HIGH" => "high",
        "THINKING_LEVEL_UNSPECIFIED" or null => null,
        _ => throw DialectException.Invalid(field.Path, "expected MINIMAL, LOW, MEDIUM or HIGH"),
    };
}
