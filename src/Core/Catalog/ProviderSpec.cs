namespace AiGateway.Core.Catalog;

/// <summary>A service that answers model calls, with the keys the gateway may use there.</summary>
public sealed record ProviderSpec
{
    /// <summary>Unique among providers: 1–64 of <c>a-z A-Z 0-9 . _ -</c>, starting with a letter or digit.</summary>
    public required string Id { get; init; }

    /// <summary>The dialect it speaks; null takes the preset's, and without one <see cref="ProviderKind.OpenAi"/>.</summary>
    public ProviderKind? Kind { get; init; }

    /// <summary>Id of what is known of such providers, such as <c>groq</c>, which stands wherever nothing is said here; null for nothing.</summary>
    public string? Preset { get; init; }

    /// <summary>
    /// Absolute http(s) address that paths such as <c>/chat/completions</c> are appended to; without user info, query and
    /// fragment. Null takes that of the preset or kind. Not used by <see cref="ProviderKind.Demo"/>.
    /// </summary>
    public string? BaseUrl { get; init; }

    /// <summary>Where its data centre is, such as <c>us-east-1</c> or <c>global</c>: for Bedrock, Vertex, and presets whose address holds one.</summary>
    public string? Region { get; init; }

    /// <summary>Whose account pays at Vertex: the id or number of a Google Cloud project.</summary>
    public string? Project { get; init; }

    /// <summary>
    /// Azure's <c>api-version</c>, such as <c>2024-10-21</c>, which asks for addresses by deployment; null for its <c>/openai/v1</c>,
    /// which has no versions.
    /// </summary>
    public string? ApiVersion { get; init; }

    /// <summary>What it can be asked; null for all that its preset or kind can.</summary>
    public IReadOnlyList<ProviderOperation>? Serves { get; init; }

    /// <summary>Whether callers reach any of its models as <c>provider/model</c> where no model of the catalog has that name.</summary>
    public bool DirectModels { get; init; }

    /// <summary>What becomes of members of a request that it does not take.</summary>
    public UnknownFieldHandling UnknownFields { get; init; }

    /// <summary>Members of a request in OpenAI's dialect it does not take, beside those of the preset: <c>user</c>, <c>messages[].name</c>; null for none.</summary>
    public IReadOnlyList<string>? Drop { get; init; }

    /// <summary>Members of a request in OpenAI's dialect it knows by another name, beside those of the preset; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Rename { get; init; }

    /// <summary>Whether a conversation stays with one of its accounts.</summary>
    public ConversationAffinity Affinity { get; init; }

    /// <summary>Whether consumers may keep files and batches there. Only <see cref="ProviderKind.OpenAi"/> has any.</summary>
    public ObjectAccess Objects { get; init; }

    public IReadOnlyList<KeySpec> Keys { get; init; } = [];

    /// <summary>How its keys and its address are judged; null for the defaults.</summary>
    public HealthSpec? Health { get; init; }
}
