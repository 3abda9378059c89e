namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>What has been read so far of one item of a stream, so that what comes whole at the end is not told twice.</summary>
internal sealed class StreamedItem
{
    /// <summary>The number of the call; below 0 for what is none, or has not begun.</summary>
    public int Call { get; set; } = -1;

    /// <summary>Whether any of its text or arguments has come.</summary>
    public bool HasPieces { get; set; }

    /// <summary>Whether it tells its thoughts in a summary; null before the first.</summary>
    public bool? Summarizes { get; set; }

    /// <summary>Whether it came whole.</summary>
    public bool IsDone { get; set; }
}
