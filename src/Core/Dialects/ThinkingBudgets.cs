namespace AiGateway.Core.Dialects;

/// <summary>
/// Tokens for thoughts, and the words that stand for about as many where a dialect has one and not the other. The figures are those of
/// Google's own OpenAI-compatible endpoint (https://ai.google.dev/gemini-api/docs/openai); a budget between two has the nearer one's word.
/// </summary>
internal static class ThinkingBudgets
{
    /// <summary>That of the least efforts, and the least that Claude takes.</summary>
    public const int Low = 1_024;

    private const int Medium = 8_192;
    private const int High = 24_576;

    private const int MostForLow = 4_096;
    private const int MostForMedium = 16_384;

    /// <summary>Tokens. A word that is new is likely to ask for more than those before it.</summary>
    public static int Of(string effort) => effort switch
    {
        "none" => 0,
        "minimal" or "low" => Low,
        "medium" => Medium,
        _ => High,
    };

    /// <summary>The word for a budget.</summary>
    public static string EffortOf(int tokens) => tokens switch
    {
        0 => "none",
        <= MostForLow => "low",
        <= MostForMedium => "medium",
        _ => "high",
    };
}
