using System.Globalization;
using System.Text.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>How much a request wants thought, as an effort, and the same said otherwise in the request's own members.</summary>
public static class GeminiEffort
{
    /// <param name="config">The value of <c>thinkingConfig</c>; undefined when absent.</param>
    /// <returns>Null when nothing is said, or nothing that makes sense.</returns>
    public static string? Read(JsonElement config)
    {
        if (Member(config, "thinkingLevel", "thinking_level") is { ValueKind: JsonValueKind.String } level)
            return level.GetString()!.ToLowerInvariant() is ("minimal" or "low" or "medium" or "high") and var known ? known : null;
        return Member(config, "thinkingBudget", "thinking_budget") is { ValueKind: JsonValueKind.Number } budget && budget.TryGetInt32(out var tokens) && tokens >= 0
            ? ThinkingBudgets.EffortOf(tokens)
            : null;
    }

    /// <summary>What to write as <c>thinkingConfig</c> for an effort; whether thoughts are shown stays the caller's choice.</summary>
    /// <param name="effort">One of OpenAI's names.</param>
    /// <param name="model">As the provider calls it.</param>
    /// <param name="config">The caller's; undefined when absent.</param>
    public static string Write(string effort, string model, JsonElement config)
    {
        var amount = GeminiModels.TakesLevels(model) && GeminiModels.LevelOf(effort, model) is { } level
            ? $"\"thinkingLevel\":\"{level}\""
            : string.Create(CultureInfo.InvariantCulture, $"\"thinkingBudget\":{ThinkingBudgets.Of(effort)}");
        var shown = Member(config, "includeThoughts", "include_thoughts") is { ValueKind: JsonValueKind.True } && effort != "none" ? ",\"includeThoughts\":true" : "";
        return $"{{{amount}{shown}}}";
    }

    private static JsonElement? Member(JsonElement of, string name, string other) =>
        of.ValueKind == JsonValueKind.Object && (of.TryGetProperty(name, out var member) || of.TryGetProperty(other, out member)) ? member : null;
}
