using AiGateway.Core.Catalog;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Catalog;

/// <summary>A credential ready to be sent. No record: it must not print itself.</summary>
internal sealed class ProviderKey
{
    public ProviderKey(KeySpec spec, SecretBox box)
    {
        Id = spec.Id;
        Weight = spec.Weight;
        QuotaGroup = spec.Group;
        Limits = spec.Limits;
        Disabled = spec.Disabled;
        Secret = CatalogSealing.Open(spec, box);
        Authorization = "Bearer " + Secret;
    }

    public string Id { get; }

    /// <summary>Share of the provider's traffic relative to its other keys, at least 1.</summary>
    public int Weight { get; }

    /// <summary>Keys that share limits name the same group; a key that stands alone is its own.</summary>
    public string QuotaGroup { get; }

    public LimitSpec? Limits { get; }

    public bool Disabled { get; }

    /// <summary>The credential itself, for taking it out of what a provider says.</summary>
    public string Secret { get; }

    /// <summary>The header value that presents it, built once for all calls. Send it to its provider and nowhere else.</summary>
    public string Authorization { get; }

    public override string ToString() => $"key {Id}";
}
