using AiGateway.Core.Catalog.Requests;

namespace AiGateway.Core.Catalog;

/// <summary>An application or team that calls the gateway with keys of its own.</summary>
public sealed record ConsumerSpec
{
    public required string Id { get; init; }

    public IReadOnlyList<ConsumerKeySpec> Keys { get; init; } = [];

    /// <summary>Model names it may call; a trailing <c>*</c> matches any ending, <c>*</c> alone allows all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>For all its calls together.</summary>
    public LimitSpec? Limits { get; init; }

    /// <summary>For its calls to single models, on top of <see cref="Limits"/>; each model is counted by itself.</summary>
    public IReadOnlyList<ModelLimitSpec> ModelLimits { get; init; } = [];

    /// <summary>What becomes of the numbers in its requests; null for nothing.</summary>
    public RequestSpec? Request { get; init; }

    /// <summary>Its place when a model is scarce.</summary>
    public ConsumerPriority Priority { get; init; } = ConsumerPriority.Normal;

    /// <summary>Its answers say in headers which key answered and why others did not.</summary>
    public bool Explain { get; init; }

    /// <summary>Its calls may be copied to a model's shadow, which means that what it sends reaches a second provider.</summary>
    public bool Shadow { get; init; }

    /// <summary>Refused as if its keys were unknown.</summary>
    public bool Disabled { get; init; }
}

/// <summary>One key of a consumer. Only its keyed hash is ever stored.</summary>
public sealed record ConsumerKeySpec
{
    /// <summary>Characters of a key's digest that name it where it is shown, and in addresses.</summary>
    public const int NameLength = 12;

    /// <summary>Plain as an operator wrote it, a digest once it is stored.</summary>
    public required Secret Secret { get; init; }

    /// <summary>The first and last few characters of a generated key, to tell keys apart; null for keys given by an operator.</summary>
    public string? Hint { get; init; }
}
