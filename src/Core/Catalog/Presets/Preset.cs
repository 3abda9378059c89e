using System.Collections.Frozen;

namespace AiGateway.Core.Catalog.Presets;

/// <summary>What is known of a provider, or of a kind of server, before an operator says anything.</summary>
public sealed record Preset
{
    /// <summary>What a catalog calls it.</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    public ProviderKind Kind { get; init; }

    /// <summary>Its address, in which <c>{region}</c> and <c>{project}</c> stand for those of the provider; null where only the operator or the kind knows.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>What it can be asked; null for all its kind can.</summary>
    public IReadOnlyList<ProviderOperation>? Serves { get; init; }

    /// <summary>Where that is other than usual, what stands between the address and what an operation adds: see <see cref="OperationPaths"/>.</summary>
    public IReadOnlyDictionary<ProviderOperation, string> Paths { get; init; } = FrozenDictionary<ProviderOperation, string>.Empty;

    /// <summary>Members of a request in OpenAI's dialect that it refuses or ignores: <c>user</c>, or <c>messages[].name</c>.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>Members it knows by another name.</summary>
    public IReadOnlyDictionary<string, string> Rename { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The only name it knows for the cap on a chat's output: <c>max_tokens</c> or <c>max_completion_tokens</c>; null when both will do, or it depends on the model.</summary>
    public string? MaxTokensField { get; init; }

    /// <summary>Whether it is known to take <c>top_k</c> in OpenAI's dialect.</summary>
    public bool TakesTopK { get; init; }

    /// <summary>Whether it is known to want the thoughts of earlier turns back, under the names compatible servers use: <c>reasoning_content</c>.</summary>
    public bool TakesReasoning { get; init; }

    /// <summary>Whether usage in a stream may be asked for by <c>stream_options</c>.</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>What its errors mean where that is unusual; the first that fits counts.</summary>
    public IReadOnlyList<ErrorMeaningSpec> Errors { get; init; } = [];

    /// <summary>Where it says how it is called.</summary>
    public string? Docs { get; init; }

    /// <summary>Where it hands out keys.</summary>
    public string? KeysUrl { get; init; }

    /// <summary>Whether it can be called without a key.</summary>
    public bool Keyless { get; init; }
}
