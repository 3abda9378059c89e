using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Presets;
using AiGateway.Core.Health;
using AiGateway.Core.Quirks;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Catalog;

/// <summary>A provider ready to be called.</summary>
internal sealed class ProviderEntry
{
    public ProviderEntry(ProviderSpec spec, SecretBox box, long version)
    {
        Id = spec.Id;
        Traits = ProviderTraits.Of(spec);
        Labels = ProviderLabels.Of(spec, BaseUrl);
        Quirks = RequestQuirks.Of(Traits);
        HasAffinity = spec.Affinity == ConversationAffinity.On;
        Objects = spec.Objects;
        Health = HealthTerms.Of(spec.Health, version);
        Errors = ErrorMeanings.Of(Traits.Errors);
        ProbeModel = spec.Health?.ProbeModel;
        Keys = [.. spec.Keys.Select(key => new ProviderKey(spec, key, box, version))];
        Tiers = KeyTier.Of(Keys);
    }

    public string Id { get; }

    /// <summary>What holds for it: of what its operator wrote, its preset and its kind.</summary>
    public ProviderTraits Traits { get; }

    /// <summary>What telemetry says of it.</summary>
    public ProviderLabels Labels { get; }

    /// <summary>What has to change in requests of OpenAI's dialect; null for nothing.</summary>
    public RequestQuirks? Quirks { get; }

    public ProviderKind Kind => Traits.Kind;

    /// <summary>Whether it is called without a key. Such a provider has no health: nobody keeps any but for keys.</summary>
    public bool NeedsNoKey => Traits.Keyless && Keys.Length == 0;

    /// <summary>Without a slash at the end, so that <c>/chat/completions</c> can follow; empty for the demo.</summary>
    public string BaseUrl => Traits.BaseUrl;

    /// <summary>Whether a conversation stays with one of its accounts.</summary>
    public bool HasAffinity { get; }

    /// <summary>Whether consumers may keep files and batches there.</summary>
    public ObjectAccess Objects { get; }

    public ProviderKey[] Keys { get; }

    /// <summary>Its keys in the order in which they are used; without those the catalog disables.</summary>
    public KeyTier[] Tiers { get; }

    /// <summary>By what its keys and its address are judged.</summary>
    public HealthTerms Health { get; }

    /// <summary>What its errors mean where that is unusual.</summary>
    public ErrorMeanings? Errors { get; }

    /// <summary>The model an operator named for trials.</summary>
    public string? ProbeModel { get; }

    public override string ToString() => $"provider {Id}";
}
