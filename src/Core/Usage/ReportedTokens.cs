namespace AiGateway.Core.Usage;

/// <summary>One count out of the figures a provider reports in OpenAI's words, whichever of them it reports.</summary>
public static class ReportedTokens
{
    /// <summary>Far above any call; keeps sums of nonsense from overflowing.</summary>
    public const long Largest = 1_000_000_000_000;

    /// <param name="prompt">0–<see cref="Largest"/>, as all others; null where it is not said.</param>
    /// <returns>Null where nothing is said.</returns>
    public static TokenUsage? Of(long? prompt, long? completion, long? total, long cached, long reasoning)
    {
        if (prompt is null && completion is null && total is null)
            return null;
        // Some providers leave reasoning out of the completion and count it in the total alone.
        var input = prompt ?? Math.Max(0, (total ?? 0) - (completion ?? 0));
        var output = Math.Max(completion ?? 0, completion is null ? 0 : (total ?? 0) - input);
        return new TokenUsage(input, output, Math.Min(cached, input), Math.Min(reasoning, output), Estimated: false);
    }
}
