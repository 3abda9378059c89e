namespace AiGateway.Core.Health;

/// <summary>Changes to the list of models a key cannot be used for, oldest first.</summary>
internal static class ModelBlocks
{
    /// <summary>Callers choose model names where the catalog has patterns, so the list must not grow with their fancy.</summary>
    public const int MaxCount = 256;

    public const int MaxNameLength = 256;

    public static IReadOnlyList<BlockedModel> WithoutExpired(this IReadOnlyList<BlockedModel> blocks, long nowMs) =>
        blocks.Any(block => block.UntilMs <= nowMs) ? [.. blocks.Where(block => block.UntilMs > nowMs)] : blocks;

    /// <summary>Adds or prolongs one; the same list when that would change next to nothing.</summary>
    public static IReadOnlyList<BlockedModel> With(this IReadOnlyList<BlockedModel> blocks, BlockedModel added)
    {
        if (added.Model.Length > MaxNameLength
            || blocks.Any(block => block.Model == added.Model && added.UntilMs < block.UntilMs + HealthTimings.NoticeableMs))
            return blocks;
        var others = blocks.Where(block => block.Model != added.Model).ToList();
        return [.. others.Skip(Math.Max(0, others.Count + 1 - MaxCount)), added];
    }
}
