namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>How a model is told to think before it answers.</summary>
/// <param name="Kind">What <c>thinking.type</c> says.</param>
/// <param name="BudgetTokens">For <see cref="ThinkingKind.Enabled"/>, 1024 or more and below the cap on the answer.</param>
/// <param name="Effort">Null where the model's own is left.</param>
/// <param name="Shown">Whether the thoughts are wanted; null leaves it to the model.</param>
internal readonly record struct ThinkingPlan(ThinkingKind Kind, int BudgetTokens = 0, string? Effort = null, bool? Shown = null)
{
    public bool IsOn => Kind is ThinkingKind.Enabled or ThinkingKind.Adaptive;

    /// <param name="maxTokens">The cap on the answer, thoughts included.</param>
    /// <param name="turns">At least one.</param>
    public static ThinkingPlan Of(ReasoningRequest? asked, ClaudeVersion version, int maxTokens, IReadOnlyList<Turn> turns, Omissions omissions)
    {
        if (asked is null || (asked.Shown == false && asked is { Effort: null, BudgetTokens: null }))
            return default;
        if (asked.Effort == "none" || asked.BudgetTokens == 0)
            return Off(version, omissions);
        var plan = version.TakesEffort
            ? new ThinkingPlan(ThinkingKind.Adaptive, Effort: EffortOf(asked, version), Shown: asked.Shown)
            : new ThinkingPlan(ThinkingKind.Enabled, BudgetOf(asked, maxTokens), Shown: asked.Shown);
        if (plan.Kind == ThinkingKind.Adaptive || (plan.BudgetTokens > 0 && MayThink(turns)))
            return plan;
        omissions.Drop(RequestField.Reasoning);
        return default;
    }

    private static ThinkingPlan Off(ClaudeVersion version, Omissions omissions)
    {
        if (version.AlwaysThinks)
        {
            omissions.Drop(RequestField.Reasoning);
            return default;
        }
        return version.ThinksUnasked ? new ThinkingPlan(ThinkingKind.Disabled) : default;
    }

    private static string? EffortOf(ReasoningRequest asked, ClaudeVersion version) =>
        asked.BudgetTokens is { } tokens ? ThinkingBudgets.EffortOf(tokens) : asked.Effort is { } effort ? version.EffortOf(effort) : null;

    /// <summary>0 where the cap leaves no room for the least budget there is. Of a budget that follows from an effort, the answer keeps half the cap.</summary>
    private static int BudgetOf(ReasoningRequest asked, int maxTokens)
    {
        var budget = asked.BudgetTokens is { } tokens
            ? Math.Min(tokens, maxTokens - 1)
            : Math.Min(ThinkingBudgets.Of(asked.Effort ?? "medium"), maxTokens / 2);
        return budget >= ThinkingBudgets.Low ? budget : asked.BudgetTokens is not null && maxTokens > ThinkingBudgets.Low ? ThinkingBudgets.Low : 0;
    }

    /// <summary>
    /// With tokens for thoughts the model begins no answer that was begun for it, and goes on after its tools only from signed
    /// thoughts of its own, which callers of other dialects rarely give back.
    /// </summary>
    private static bool MayThink(IReadOnlyList<Turn> turns)
    {
        if (turns[^1].Role == ChatRole.Assistant)
            return false;
        return turns[^1].Parts[0] is not ToolResultPart || turns.Count < 2 || turns[^2].Parts[0] is ReasoningPart;
    }
}

/// <summary>The words of <c>thinking.type</c>.</summary>
internal enum ThinkingKind
{
    /// <summary>The model does what it does unasked.</summary>
    Unsaid,
    Disabled,
    Enabled,
    Adaptive,
}
