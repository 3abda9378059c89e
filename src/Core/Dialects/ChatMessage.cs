namespace AiGateway.Core.Dialects;

/// <summary>One turn of a conversation. Results of tools are parts of a user's turn, wherever a dialect puts them.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Parts">What is said, in order.</param>
public sealed record ChatMessage(ChatRole Role, IReadOnlyList<ContentPart> Parts)
{
    /// <summary>The speaker's name among several of the same role; null without one.</summary>
    public string? Name { get; init; }
}

/// <summary>Who speaks in a turn.</summary>
public enum ChatRole
{
    System,

    /// <summary>OpenAI's newer word for who writes the system's messages.</summary>
    Developer,
    User,
    Assistant,
}
