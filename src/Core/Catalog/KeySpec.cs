using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>One credential at a provider.</summary>
public sealed record KeySpec
{
    /// <summary>Unique within the whole catalog; an alias that may be shown, never the secret itself.</summary>
    public required string Id { get; init; }

    /// <summary>The credential: plain as an operator wrote it, sealed once it is stored.</summary>
    public Secret? Secret { get; init; }

    /// <summary>0–9: used only when no key of a lower tier is usable and has room.</summary>
    public int Tier { get; init; }

    /// <summary>Share of the provider's traffic relative to the other keys of its tier, 1–1,000.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Keys of one account share its limits and name the same group; null means the key stands alone.</summary>
    public string? QuotaGroup { get; init; }

    /// <summary>
    /// What the provider allows the key's quota group for each of its models separately. One key of a group may state it
    /// for all; those that do state the same.
    /// </summary>
    public LimitSpec? Limits { get; init; }

    /// <summary>In place of <see cref="Limits"/> for single models, by the provider's names. Stated like those.</summary>
    public IReadOnlyList<ModelLimitSpec> ModelLimits { get; init; } = [];

    /// <summary>Taken out of use by an operator.</summary>
    public bool Disabled { get; init; }

    /// <summary>Whose limits it shares: a key that names no group is one by itself. Groups are a provider's own.</summary>
    [JsonIgnore]
    public string Group => QuotaGroup ?? Id;
}
