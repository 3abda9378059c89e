namespace AiGateway.Core.Dialects;

/// <summary>What dialects call the tiers of service.</summary>
public static class ServiceTiers
{
    /// <summary>OpenAI's word for a dialect's own; a word it does not know stays.</summary>
    public static string? Read(Dialect dialect, string? said) => (dialect, said) switch
    {
        (Dialect.Anthropic, "standard_only") or (Dialect.Gemini, "standard") => "default",
        (Dialect.Gemini, "unspecified") => null,
        _ => said,
    };

    /// <summary>A dialect's own word for OpenAI's; null where it has none.</summary>
    public static string? Write(Dialect dialect, string? tier) => (dialect, tier) switch
    {
        (Dialect.Anthropic, "default") => "standard_only",
        (Dialect.Anthropic, not "auto") => null,
        (Dialect.Gemini, "default") => "standard",
        (Dialect.Gemini, "auto") => "unspecified",
        _ => tier,
    };
}
