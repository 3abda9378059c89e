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

    /// <summary>Where it says how it is called.</summary>
    public string? Docs { get; init; }

    /// <summary>Where it hands out keys.</summary>
    public string? KeysUrl { get; init; }

    /// <summary>Whether it can be called without a key.</summary>
    public bool Keyless { get; init; }
}
