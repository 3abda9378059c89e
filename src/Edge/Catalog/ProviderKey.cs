using System.Collections.Concurrent;
using System.Collections.Frozen;
using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Presets;
using AiGateway.Core.Limits;
using AiGateway.Edge.Security;
using AiGateway.Edge.Upstream.Credentials;
using AiGateway.Grains.Limits;

namespace AiGateway.Edge.Catalog;

/// <summary>A credential ready to be sent. No record: it must not print itself.</summary>
internal sealed class ProviderKey
{
    private readonly ProviderSpec _provider;
    private readonly KeySpec _spec;
    private readonly long _version;
    private readonly ConcurrentDictionary<string, LimitedEntity?>? _limitedByModel;
    private readonly FrozenSet<string> _modelsWithLimits;

    public ProviderKey(ProviderSpec provider, KeySpec spec, SecretBox box, long version)
    {
        (_provider, _spec, _version) = (provider, spec, version);
        Id = spec.Id;
        Tier = spec.Tier;
        Weight = spec.Weight;
        Account = AccountOf(provider.Id, spec.Group);
        var group = provider.Keys.Where(key => key.Group == spec.Group).ToList();
        _limitedByModel = group.Exists(key => key.Limits is not null || key.ModelLimits.Count > 0) ? new(StringComparer.Ordinal) : null;
        _modelsWithLimits = group.SelectMany(key => key.ModelLimits).Select(entry => entry.Model).ToFrozenSet(StringComparer.Ordinal);
        Disabled = spec.Disabled;
        Secret = CatalogSealing.Open(spec, box);
        Credential = Credentials.Of(ProviderTraits.Of(provider), Secret);
    }

    public string Id { get; }

    /// <summary>Its quota group, or its own id if it stands alone.</summary>
    public string Group => _spec.Group;

    /// <summary>What its quota group is known by, the same at every edge.</summary>
    public ulong Account { get; }

    /// <summary>0–9; lower ones are used first.</summary>
    public int Tier { get; }

    /// <summary>Share of the provider's traffic relative to the other keys of its tier, at least 1.</summary>
    public int Weight { get; }

    public bool Disabled { get; }

    /// <summary>The credential itself, for taking it out of what a provider says.</summary>
    public string Secret { get; }

    /// <summary>Presents it as its provider wants it, built once for all calls.</summary>
    public Credential Credential { get; }

    /// <summary>What a quota group of a provider is known by.</summary>
    public static ulong AccountOf(string provider, string group) => Hash64.Of(group, Hash64.Of(provider));

    /// <summary>
    /// What the provider allows the key's account; null for no limit. Names that a pattern lets callers make up share one
    /// limit, or they could give themselves as many as they like.
    /// </summary>
    /// <param name="target">The model of the target, with its <c>*</c> if it has one.</param>
    /// <param name="model">The provider's name for the model.</param>
    public LimitedEntity? LimitedFor(string target, string model) =>
        _limitedByModel?.GetOrAdd(_modelsWithLimits.Contains(model) ? model : target, static (name, key) => key.LimitsOf(name), this);

    private LimitedEntity? LimitsOf(string model) => AccountLimits.Of(ModelLimits.Of(_provider, _spec, model)) is { } limits
        ? new(LimitEntity.Account(_provider.Id, _spec.Group, model), limits, _version)
        : null;

    public override string ToString() => $"key {Id}";
}
