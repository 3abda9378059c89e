namespace AiGateway.Core.Catalog;

/// <summary>A service that answers model calls, with the keys the gateway may use there.</summary>
public sealed record ProviderSpec
{
    /// <summary>Unique among providers: 1–64 of <c>a-z A-Z 0-9 . _ -</c>, starting with a letter or digit.</summary>
    public required string Id { get; init; }

    /// <summary>The dialect it speaks.</summary>
    public ProviderKind Kind { get; init; } = ProviderKind.OpenAi;

    /// <summary>
    /// Absolute http(s) address that paths such as <c>/chat/completions</c> are appended to; without user info, query and
    /// fragment. Not used by <see cref="ProviderKind.Demo"/>.
    /// </summary>
    public string? BaseUrl { get; init; }

    /// <summary>Whether a conversation stays with one of its accounts.</summary>
    public ConversationAffinity Affinity { get; init; }

    /// <summary>Whether consumers may keep files and batches there. Only <see cref="ProviderKind.OpenAi"/> has any.</summary>
    public ObjectAccess Objects { get; init; }

    public IReadOnlyList<KeySpec> Keys { get; init; } = [];

    /// <summary>How its keys and its address are judged; null for the defaults.</summary>
    public HealthSpec? Health { get; init; }
}
