namespace AiGateway.Core.Quirks;

/// <summary>What has to change in a body before its provider gets it.</summary>
public sealed record QuirkFindings
{
    public static QuirkFindings None { get; } = new();

    /// <summary>In the order of their starts; none overlaps another.</summary>
    public IReadOnlyList<QuirkEdit> Edits { get; init; } = [];

    /// <summary>What the caller asked for and the provider will not hear of, by the names of the catalog (<c>messages[].name</c>), each once.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>The first such member, where the operator wants it refused; null where nothing is to be refused.</summary>
    public string? Refused { get; init; }
}
