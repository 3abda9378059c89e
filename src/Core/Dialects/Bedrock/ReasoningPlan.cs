namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>How a model is told to think.</summary>
/// <param name="Mode">For Claude.</param>
/// <param name="Budget">Tokens, for <see cref="ThinkingMode.Budget"/>.</param>
/// <param name="Effort">A word the model knows; null says nothing.</param>
internal readonly record struct ReasoningPlan(ThinkingMode Mode, int Budget = 0, string? Effort = null)
{
    /// <summary>While it thinks, a model has its own sampling and may not be made to call a tool.</summary>
    public bool IsThinking => Mode is ThinkingMode.Budget or ThinkingMode.Adaptive;

    /// <param name="cap">Output tokens at most; null for none.</param>
    public static ReasoningPlan Of(ChatRequest request, ModelTraits model, int? cap, Omissions omissions)
    {
        if (request.Reasoning is not { } wanted)
            return default;
        var off = wanted.Effort == "none" || wanted.BudgetTokens == 0;
        if (model.Thinks)
            return off ? new(ThinkingMode.Disabled) : model.ThinksAdaptively ? Adaptive(wanted, model) : Budgeted(request, wanted, cap, omissions);
        if (model.Family == ModelFamily.OpenAi && !off)
            return new(ThinkingMode.Unsaid, Effort: Plain(EffortOf(wanted)));
        // A model that cannot think does as it is told by not thinking; one of OpenAI's cannot stop.
        if (off ? model.Family == ModelFamily.OpenAi : EffortOf(wanted) is not null)
            omissions.Drop(RequestField.Reasoning);
        return default;
    }

    private static ReasoningPlan Adaptive(ReasoningRequest wanted, ModelTraits model) =>
        new(ThinkingMode.Adaptive, Effort: EffortOf(wanted) is "xhigh" && model.TakesHighestEffort ? "xhigh" : Plain(EffortOf(wanted)));

    private static ReasoningPlan Budgeted(ChatRequest request, ReasoningRequest wanted, int? cap, Omissions omissions)
    {
        if (EffortOf(wanted) is not { } effort)
            return default;
        var budget = Math.Min(wanted.BudgetTokens ?? ThinkingBudgets.Of(effort), (cap ?? int.MaxValue) - 1);
        if (budget >= ThinkingBudgets.Low && !ToolLoop.HasLostItsThoughts(request))
            return new(ThinkingMode.Budget, budget);
        omissions.Drop(RequestField.Reasoning);
        return default;
    }

    private static string? EffortOf(ReasoningRequest wanted) => wanted.Effort ?? (wanted.BudgetTokens is { } tokens ? ThinkingBudgets.EffortOf(tokens) : null);

    private static string? Plain(string? effort) => effort switch
    {
        null or "low" or "medium" => effort,
        "minimal" => "low",
        _ => "high",
    };
}

/// <summary>What Claude is told about thinking.</summary>
internal enum ThinkingMode
{
    Unsaid,
    Disabled,
    Budget,
    Adaptive,
}
