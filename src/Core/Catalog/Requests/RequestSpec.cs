namespace AiGateway.Core.Catalog.Requests;

/// <summary>What becomes of the numbers in requests for a model, or of a consumer; see <see cref="RequestTerms"/> for both together.</summary>
public sealed record RequestSpec
{
    /// <summary>Where the caller says nothing; null for nothing.</summary>
    public RequestValues? Defaults { get; init; }

    /// <summary>What callers may ask for at most; null for anything.</summary>
    public RequestCaps? Caps { get; init; }

    /// <summary>Whatever the caller says; null for nothing.</summary>
    public RequestValues? Overrides { get; init; }
}

/// <summary>What a request asks for besides its content; null where nothing is said.</summary>
public sealed record RequestValues
{
    /// <summary>0–2, as OpenAI counts.</summary>
    public double? Temperature { get; init; }

    /// <summary>0–1.</summary>
    public double? TopP { get; init; }

    /// <summary>One of <see cref="ReasoningEfforts"/>.</summary>
    public string? ReasoningEffort { get; init; }

    /// <summary>Tokens of each answer at most, 1–10,000,000.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary><c>auto</c>, <c>default</c>, <c>flex</c> or <c>priority</c>.</summary>
    public string? ServiceTier { get; init; }
}

/// <summary>Upper bounds of what a request asks for; null for none.</summary>
public sealed record RequestCaps
{
    /// <summary>0–2.</summary>
    public double? Temperature { get; init; }

    /// <summary>One of <see cref="ReasoningEfforts"/>; a request that names none is left so.</summary>
    public string? ReasoningEffort { get; init; }

    /// <summary>1–10,000,000; a request that names none gets it.</summary>
    public int? MaxOutputTokens { get; init; }
}
