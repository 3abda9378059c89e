using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>How much to think, in the words of OpenAI and of those who are compatible with it. OpenAI's own word counts before others.</summary>
internal static class ReasoningReader
{
    private const string Off = "none";

    /// <summary>What thinking without a measure comes to: the middle.</summary>
    private const string On = "medium";

    public static ReasoningRequest? Read(Field root)
    {
        var all = root["reasoning"];
        var (effort, budget) = Effort(root["reasoning_effort"]) is { } own ? (own, null)
            : all.IsAbsent ? OfVendors(root)
            : OfRouter(all);
        var shown = Shown(root, all);
        return effort is null && budget is null && shown is null ? null : new ReasoningRequest { Effort = effort, BudgetTokens = budget, Shown = shown };
    }

    private static (string? Effort, int? Budget) OfRouter(Field all)
    {
        var enabled = all["enabled"].Flag();
        if (enabled is false)
            return (Off, null);
        if (Effort(all["effort"]) is { } effort)
            return (effort, null);
        return Budget(all["max_tokens"]) is { } budget ? (null, budget) : (enabled is true ? On : null, null);
    }

    private static (string? Effort, int? Budget) OfVendors(Field root)
    {
        var thinking = root["thinking"];
        var type = thinking.IsAbsent ? null : thinking["type"].Text();
        if (type == "disabled" || root["enable_thinking"].Flag() is false)
            return (Off, null);
        var budget = Budget(root["thinking_budget"]) ?? (thinking.IsAbsent ? null : Budget(thinking["budget_tokens"]));
        if (budget is not null)
            return (null, budget);
        return (type == "enabled" || root["enable_thinking"].Flag() is true ? On : null, null);
    }

    private static bool? Shown(Field root, Field all)
    {
        if (!all.IsAbsent && all["exclude"].Flag() is { } hidden)
            return !hidden;
        if (root["include_reasoning"].Flag() is { } included)
            return included;
        return root["reasoning_format"].Text() is { } format ? format != "hidden" : null;
    }

    private static int? Budget(Field field) => (int?)field.Integer(0, int.MaxValue);

    private static string? Effort(Field field) => field.Text() switch
    {
        null or "default" => null,
        "max" => "xhigh",
        "none" or "minimal" or "low" or "medium" or "high" or "xhigh" => field.Text(),
        _ => throw DialectException.Invalid(field.Path, "expected none, minimal, low, medium, high or xhigh"),
    };
}
