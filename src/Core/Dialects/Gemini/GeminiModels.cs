namespace AiGateway.Core.Dialects.Gemini;

/// <summary>What Google's models differ in, told by their names.</summary>
internal static class GeminiModels
{
    /// <summary>Whether thinking is asked for by level, and a call in the history must have a signature.</summary>
    public static bool TakesLevels(string model) => model.Contains("gemini-3", StringComparison.OrdinalIgnoreCase);

    /// <summary>Null where the model is left to itself. These models cannot be kept from thinking, and the larger ones not to a minimum.</summary>
    public static string? LevelOf(string effort, string model) => effort switch
    {
        "none" or "minimal" => model.Contains("pro", StringComparison.OrdinalIgnoreCase) ? "low" : "minimal",
        "low" => "low",
        "medium" => "medium",
        "high" or "xhigh" => "high",
        _ => null,
    };
}
