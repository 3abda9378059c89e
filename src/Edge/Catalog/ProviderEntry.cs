using AiGateway.Core.Catalog;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Catalog;

/// <summary>A provider ready to be called.</summary>
internal sealed class ProviderEntry
{
    public ProviderEntry(ProviderSpec spec, SecretBox box, long version)
    {
        Id = spec.Id;
        Kind = spec.Kind;
        BaseUrl = spec.BaseUrl?.TrimEnd('/') ?? "";
        Keys = [.. spec.Keys.Select(key => new ProviderKey(spec, key, box, version))];
    }

    public string Id { get; }

    public ProviderKind Kind { get; }

    /// <summary>Without a slash at the end, so that <c>/chat/completions</c> can follow; empty for the demo.</summary>
    public string BaseUrl { get; }

    public ProviderKey[] Keys { get; }

    public override string ToString() => $"provider {Id}";
}
