using System.Globalization;
using System.Text.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>How much a request wants thought, as an effort, and the same said otherwise in the request's own members.</summary>
public static class AnthropicEffort
{
    /// <param name="thinking">The value of <c>thinking</c>; undefined when absent.</param>
    /// <param name="effort">That of <c>output_config.effort</c>; undefined when absent.</param>
    /// <returns>Null when nothing is said, or nothing that makes sense.</returns>
    public static string? Read(JsonElement thinking, JsonElement effort) => Member(thinking, "type") switch
    {
        { } type when type.ValueEquals("disabled"u8) => "none",
        { } type when type.ValueEquals("enabled"u8) => Member(thinking, "budget_tokens") is { ValueKind: JsonValueKind.Number } budget && budget.TryGetInt32(out var tokens)
            ? ThinkingBudgets.EffortOf(Math.Max(1, tokens))
            : null,
        _ => effort.ValueKind != JsonValueKind.String ? null : effort.ValueEquals("max"u8) ? "xhigh" : effort.GetString(),
    };

    /// <summary>
    /// What to write for an effort; null for what stays. A model that is told tokens gets other ones where its caller wants thoughts,
    /// but none where it does not: they would ask for another sampling, other tools, and room in the cap.
    /// </summary>
    /// <param name="effort">One of OpenAI's names.</param>
    /// <param name="model">As the provider calls it.</param>
    /// <param name="thinking">The caller's; undefined when absent.</param>
    public static (string? Thinking, string? Effort) Write(string effort, string model, JsonElement thinking)
    {
        var version = ClaudeVersion.Of(model);
        if (effort == "none")
            return (version.AlwaysThinks ? null : """{"type":"disabled"}""", null);
        if (Member(thinking, "type") is { } type && type.ValueEquals("enabled"u8))
            return (Enabled(ThinkingBudgets.Of(effort), thinking), null);
        if (!version.TakesEffort)
            return default;
        return (Member(thinking, "type") is { } said && said.ValueEquals("disabled"u8) ? """{"type":"adaptive"}""" : null, $"\"{version.EffortOf(effort)}\"");
    }

    private static string Enabled(int tokens, JsonElement thinking) => Member(thinking, "display") is { ValueKind: JsonValueKind.String } display
        ? string.Create(CultureInfo.InvariantCulture, $$"""{"type":"enabled","budget_tokens":{{tokens}},"display":{{display.GetRawText()}}}""")
        : string.Create(CultureInfo.InvariantCulture, $$"""{"type":"enabled","budget_tokens":{{tokens}}}""");

    private static JsonElement? Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) && (name is "budget_tokens" || member.ValueKind == JsonValueKind.String) ? member : null;
}
