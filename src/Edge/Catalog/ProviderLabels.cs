using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Presets;

namespace AiGateway.Edge.Catalog;

/// <summary>What telemetry says of a provider, made once and not at each call.</summary>
internal sealed class ProviderLabels
{
    /// <summary>Of a call that nobody was asked for.</summary>
    public static readonly ProviderLabels None = new("none", "none", "");

    private ProviderLabels(string id, string name, string baseUrl)
    {
        (Id, Name) = (id, name);
        if (!Uri.TryCreate(baseUrl, UriKind.Absolute, out var url))
            return;
        Address = url.IdnHost;
        Port = url.Port;
    }

    /// <summary>The catalog's, as <c>aigateway.provider</c>.</summary>
    public string Id { get; }

    /// <summary>As <c>gen_ai.provider.name</c>: see <see cref="GenAiProviders"/>.</summary>
    public string Name { get; }

    /// <summary>As <c>server.address</c>; null for a provider inside the gateway.</summary>
    public string? Address { get; }

    /// <summary>As <c>server.port</c>, a boxed number; null without an address.</summary>
    public object? Port { get; }

    public static ProviderLabels Of(ProviderSpec spec, string baseUrl) => new(spec.Id, GenAiProviders.NameOf(spec), baseUrl);
}
