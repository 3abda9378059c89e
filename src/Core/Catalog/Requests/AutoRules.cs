namespace AiGateway.Core.Catalog.Requests;

/// <summary>Which model answers a call by the rules of the model that was asked for.</summary>
public static class AutoRules
{
    /// <summary>The model of the first rule that fits; null when none does, and the model that was asked for answers itself.</summary>
    public static string? Choose(IReadOnlyList<AutoRuleSpec> rules, in AutoFacts facts)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            if (Fits(rules[i], facts))
                return rules[i].Model;
        }

        return null;
    }

    private static bool Fits(AutoRuleSpec rule, in AutoFacts facts) =>
        (rule.HasTools ?? facts.HasTools) == facts.HasTools
        && (rule.HasImages ?? facts.HasImages) == facts.HasImages
        && (rule.Stream ?? facts.Stream) == facts.Stream
        && (rule.Operation ?? facts.Operation) == facts.Operation
        && !(facts.PromptTokens < rule.PromptTokensAtLeast)
        && !(facts.PromptTokens > rule.PromptTokensAtMost)
        && (rule.Header is not { } header || facts.Header(header.Name) == header.Value);
}

/// <summary>What the rules look at in a call.</summary>
/// <param name="Operation">What is asked for.</param>
/// <param name="PromptTokens">As the gateway estimates them.</param>
/// <param name="Header">A header of the caller's by its name, which is case-insensitive; null when absent.</param>
public readonly record struct AutoFacts(ProviderOperation Operation, long PromptTokens, Func<string, string?> Header)
{
    public bool HasTools { get; init; }

    public bool HasImages { get; init; }

    public bool Stream { get; init; }
}
