namespace AiGateway.Core.Catalog.Requests;

/// <summary>Leads calls of a kind to another model. All that is stated must hold; what is null holds for any call.</summary>
public sealed record AutoRuleSpec
{
    /// <summary>Id of the model of the catalog that answers.</summary>
    public required string Model { get; init; }

    public bool? HasTools { get; init; }

    public bool? HasImages { get; init; }

    /// <summary>Tokens of the prompt as the gateway estimates them, 1–1,000,000,000.</summary>
    public int? PromptTokensAtLeast { get; init; }

    /// <inheritdoc cref="PromptTokensAtLeast"/>
    public int? PromptTokensAtMost { get; init; }

    public bool? Stream { get; init; }

    public ProviderOperation? Operation { get; init; }

    public AutoHeaderSpec? Header { get; init; }
}

/// <summary>A header that the caller sends.</summary>
public sealed record AutoHeaderSpec
{
    /// <summary>1–64 of <c>a-z A-Z 0-9 _ -</c>, in any case.</summary>
    public required string Name { get; init; }

    /// <summary>Its value to the letter.</summary>
    public required string Value { get; init; }
}
